"""Sectors and purses in the two languages."""

from experiments.language import Speech

SECTOR_NAMES = {
    "coal_mining": ("煤炭开采洗选", "Coal mining"),
    "power": ("电力", "Power"),
    "heat": ("集中供热", "District heat"),
    "coking": ("焦化", "Coking"),
    "steel": ("钢铁", "Steel"),
    "alumina": ("氧化铝", "Alumina"),
    "aluminium": ("电解铝", "Aluminium"),
    "cement": ("水泥", "Cement"),
    "chemicals": ("化工", "Chemicals"),
    "hydrogen": ("制氢", "Hydrogen"),
    "gas_fields": ("天然气开采", "Gas fields"),
    "other_industry": ("其他工业", "Other industry"),
    "services": ("服务业", "Services"),
    "homes_urban": ("城镇居民", "Urban homes"),
    "homes_rural": ("农村居民", "Rural homes"),
    "transport_passenger": ("客运", "Passenger transport"),
    "transport_freight": ("货运", "Freight"),
    "farming": ("农业", "Farming"),
    "waste": ("废弃物", "Waste"),
    "land": ("土地与森林", "Land"),
}


def sector_name(sector: str, say: Speech) -> str:
    """Return a sector's name."""
    return say(*SECTOR_NAMES.get(sector, (sector, sector)))
