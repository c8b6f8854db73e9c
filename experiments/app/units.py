"""The units in which results are shown: what a Chinese official expects, or the international ones."""

from experiments.language import Speech
from experiments.units import unit_name

TCE_PER_EJ = 1e18 / 29.3076e9 / 1e4  # 10^4 tce in an EJ
CHINESE_UNITS = {  # unit of the results -> unit and factor that a Chinese official expects
    "Mt CO2/yr": ("10^4 t CO2/yr", 100.0),
    "Mt CO2-equiv/yr": ("10^4 t CO2-equiv/yr", 100.0),
    "Mt CH4/yr": ("10^4 t CH4/yr", 100.0),
    "Mt/yr": ("10^4 t/yr", 100.0),
    "EJ/yr": ("10^4 tce/yr", TCE_PER_EJ),
    "TWh/yr": ("10^8 kWh/yr", 10.0),
    "GW": ("10^4 kW", 100.0),
}
OTHER_UNITS = {"10^4 tce/yr": ("EJ/yr", 1.0 / TCE_PER_EJ)}


def shown_unit(unit: str, say: Speech, *, is_tce: bool) -> tuple[str, float]:
    """Return the unit in which a unit of the results is shown, and the factor to it."""
    shown, factor = (CHINESE_UNITS if is_tce else OTHER_UNITS).get(unit, (unit, 1.0))
    return unit_name(shown, say).removesuffix("/yr").removesuffix("/年"), factor
