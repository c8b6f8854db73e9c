"""Outdated coal-chemical capacity: a line of energy use above which it is mended or leaves, and pay for leaving."""

from policies.apply import sets, sets_number
from policies.lever import Guidance, Lever, Text

BUREAU = Text("市工信局、市能源局", "Industry Bureau, Energy Bureau")
ARTICLE = "(四) 19"

LEVERS = (
    Lever(
        id="coal_chemical_use_line",
        label=Text("传统煤化工淘汰线", "Phase-out line of coal chemicals"),
        description=Text(
            "传统煤化工装置单位产品能耗与国家基准水平之比的上限。高于此线的列入年度计划，三年内分批改造达标，改不了或不值得改的淘汰退出。"
            "现代煤化工基地按准入能效建设，不在此列。",
            "Most that a line of a traditional coal-chemical works may use per tonne, over the national base level. "
            "What stands above it is put on yearly lists and within three years mended to it or gone: what cannot be "
            "mended, or is not worth it, leaves. Bases approved anew meet what their admission asks.",
        ),
        unit="ratio",
        low=0.85,
        high=1.5,
        guidance=Guidance(
            Text("0.85：只留标杆水平以上的装置", "0.85: only lines at the benchmark stay"),
            Text(
                "1：国家基准水平，限期分批改造或淘汰（本模型取值）",
                "1: the national base level, in batches by a date (our reading)",
            ),
            Text("1.5：没有装置高于此线", "1.5: no line stands above it"),
        ),
        projects=("19",),
        article=ARTICLE,
        bureau=BUREAU,
        authority="city",
        channel="",
        indicator="Capacity|Chemicals|Outdated",
        sign=1,
        evidence=("ndrc_1609", "phase_out.mendable_share", "phase_out.line_spread", "industry.base_level.chemicals"),
        apply=sets_number("industry", "most_chemical_use"),
    ),
    Lever(
        id="coal_chemical_exit_compensation",
        label=Text("传统煤化工退出补偿", "Compensation for outdated coal chemicals"),
        description=Text(
            "能耗高于国家基准水平的传统煤化工装置退出（列入计划的或自愿的）时，财政按每吨产能给予的一次性补偿。补偿越高，本可改造或保留的装置也越多选择退出。",
            "Paid once per tonne of capacity of a line above the national base level that leaves, listed or of its "
            "owner's own will. The more is paid, the more of the lines leave that could be mended or stay.",
        ),
        unit="CNY/t",
        low=0.0,
        high=2000.0,
        guidance=Guidance(
            Text("0：不补偿", "0: none"),
            Text("0：方案未提补偿", "0: the plan names none"),
            Text(
                "2000：约为新建产能投资的一半，多数可改造的装置也会退出",
                "2000: about half of what new capacity costs; most lines that could be mended leave too",
            ),
        ),
        projects=("19",),
        article=ARTICLE,
        bureau=Text("市财政局、市工信局", "Finance Bureau, Industry Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Capacity|Chemicals|Outdated",
        sign=-1,
        evidence=("sx_outdated_2010", "project.coal_chemistry.capital", "renewal.hurdle_factor"),
        apply=sets("industry", "chemical_exit_cny_per_t", "subsidy"),
    ),
)
