"""Organic fertiliser and eco farms."""

from policies.apply import sets
from policies.lever import Guidance, Lever, Text

_AGRICULTURE = Text("市农业农村局", "Agriculture and Rural Affairs Bureau")

LEVERS = (
    Lever(
        id="organic_fertiliser_support",
        label=Text("有机肥替代化肥补贴", "Support of organic fertiliser"),
        description=Text(
            "每亩施用商品有机肥的年补贴；补贴接近多花的钱时农户才用。替代部分化肥，土壤有机碳上升；氧化亚氮不减，因为氮没有少。",
            "Paid a year for a mu fed with organic fertiliser. Farms use it where pay nears what it costs more. It "
            "replaces some nitrogen and feeds soil carbon; laughing gas stays, as the nitrogen does.",
        ),
        unit="CNY/mu/yr",
        low=0.0,
        high=200.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("50：约为差价一半", "50: about half of what it costs more"),
            Text("200：多数地块使用", "200: most fields"),
        ),
        projects=("22",),
        article="(五) 22",
        bureau=_AGRICULTURE,
        authority="city",
        channel="subsidy",
        indicator="Share|Organic Fertiliser",
        sign=1,
        evidence=("soil.organic.cost", "soil.carbon.organic_n"),
        apply=sets("farming", "organic_cny_per_mu", "subsidy"),
    ),
    Lever(
        id="eco_farm_reward",
        label=Text("生态农场奖补", "Reward for eco farms"),
        description=Text(
            "达标生态农场每年的奖补；只有规则成本低于奖补的大户参加。少用化肥农药，种绿肥，土壤有机碳上升。",
            "Paid a year to a large farm that keeps the rules of an eco farm; those join whom the rules cost less. "
            "They buy less nitrogen and pesticide and cover their soil.",
        ),
        unit="CNY/yr per farm",
        low=0.0,
        high=60000.0,
        guidance=Guidance(
            Text("0：不奖补", "0: none"),
            Text("3000：约十几家（方案10家）", "3,000: some ten farms, the plan"),
            Text("60000：多数大户", "60,000: most large farms"),
        ),
        projects=("22",),
        article="(五) 22",
        bureau=_AGRICULTURE,
        authority="city",
        channel="subsidy",
        indicator="Farms|Eco Farms",
        sign=1,
        evidence=("farms.eco.cost", "soil.carbon.eco"),
        apply=sets("farming", "eco_farm_cny", "subsidy"),
    ),
)
