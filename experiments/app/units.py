"""The units in which the page shows results: what a Chinese official expects, or the international ones."""

from experiments.language import Speech
from experiments.units import TCE_PER_EJ, english_unit, official_unit, reader_name

OTHER_UNITS = {"10^4 tce/yr": ("EJ/yr", 1.0 / TCE_PER_EJ)}
IN_ANY = {"share": ("%", 100.0)}  # whatever tonnes and energy are counted in, as levers on the same page are


def shown_unit(unit: str, say: Speech, *, is_tce: bool) -> tuple[str, float]:
    """Return the unit in which a unit of the results is shown, and the factor to it."""
    at_home = english_unit(unit) if say.lang == "en" else official_unit(unit, IN_ANY)
    shown, factor = official_unit(unit) if is_tce else OTHER_UNITS.get(unit, at_home)
    return reader_name(shown, say).removesuffix("/yr").removesuffix("/年"), factor
