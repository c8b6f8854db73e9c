"""The files of a region's numbers, each a theme, by their words."""

from experiments.language import Speech

THEMES = {
    "accounts": "核算",
    "assessment": "考核",
    "burning": "燃烧",
    "circular": "循环经济",
    "coke": "焦化",
    "counties": "县区",
    "data_centres": "数据中心",
    "farms": "农业",
    "freight": "货运",
    "fuel_prices": "燃料价格",
    "fuels": "燃料",
    "gases": "温室气体",
    "governance": "治理",
    "heating": "取暖",
    "home_load": "居民用电",
    "industry": "工业",
    "jobs": "就业",
    "land": "土地",
    "mines": "煤矿",
    "people": "人口",
    "power": "电力",
    "projects": "技改项目",
    "rooftop": "屋顶光伏",
    "targets": "目标",
    "tariffs": "电价",
    "vehicles": "车辆",
    "waste": "废弃物",
}


def theme_name(theme: str, say: Speech) -> str:
    """Return a theme's words: ``home_load`` is 居民用电, or home load."""
    return say(THEMES.get(theme, theme), theme.replace("_", " "))
