"""Words and numbers of the lists of facilities: a misspelt one would drop a plant without a word."""

from collections.abc import Mapping

from abm.check.columns import Column, anything, number_from, one_of
from abm.check.sheet import ANY, Sheet, check_cells, check_header
from abm.power.fleet import BUILT
from agents.firm.words import OWNERS, PRODUCTS, RATINGS

STATUSES = (
    "operating", "test_operation", "construction", "permitted", "pre_construction", "announced", "shelved",
    "mothballed", "cancelled", "retired", "unknown",
)  # fmt: skip
YES = ("yes", "no")
COALS = ("bituminous", "subbituminous", "anthracite", "lignite", "waste_coal", "unknown")
UNITS = {  # list -> the unit in which a firm's capacity is read
    "alumina": "Mt/yr",
    "aluminium": "Mt/yr",
    "cement": "Mt/yr",
    "chemicals": "Mt/yr",
    "coal_mines": "Mt/yr",
    "coal_units": "MW",
    "coke": "Mt/yr",
    "gas": "bcm/yr",
    "prospects": "Mt/yr",
    "steel": "Mt/yr",
    "wind_solar": "MW",
}
EVERY_ROW = ("coal_mines", "coal_units", "prospects", "wind_solar")  # of the other lists firms are marked by is_agent
OF_LIST: Mapping[str, tuple[Column, ...]] = {
    "coal_mines": (Column("gas_rating", one_of(RATINGS), blank=True),),
    "coal_units": (
        Column("coal_type", one_of(COALS), blank=True),
        Column("is_chp", one_of(YES), blank=True),
    ),
    "coke": (
        Column("dry_quenching", one_of(YES), blank=True),
        Column("oven_height_m", number_from(2.0, 9.0), blank=True),
    ),
    "prospects": (Column("kind", one_of(("named", "base"))), Column("product", one_of(PRODUCTS))),
    "residual": (Column("product", one_of(PRODUCTS)), Column("weight", number_from(0.0))),
    "wind_solar": (Column("product", one_of(("wind power", "solar power", "pumped storage"))),),
}
_FIRM = ("id", "name_zh", "name_en", "county", "capacity", "unit", "status", "owner_type")
_MARKED = (*_FIRM, "start_year", "is_agent")
COLUMNS = {  # list -> the columns that the model reads in every row
    **dict.fromkeys(("alumina", "aluminium", "cement", "chemicals", "gas", "steel"), _MARKED),
    "coal_mines": _FIRM,
    "coal_units": (
        "id", "county", "capacity", "unit", "start_year", "status", "technology", "coal_type", "is_chp",
        "heat_rate_gj_per_kwh",
    ),
    "coke": (*_MARKED, "zone"),
    "prospects": ("id", "name_zh", "name_en", "county", "product", "capacity", "unit", "owner_type", "kind"),
    "residual": ("product", "size_class", "county", "weight"),
    "wind_solar": ("product", "county", "capacity", "unit", "start_year", "status"),
}  # fmt: skip
COMMON = (
    Column("status", one_of(STATUSES)),
    Column("owner_type", one_of((*OWNERS, "unknown")), blank=True),
    Column("is_agent", one_of(YES), blank=True),
    Column("specific_use", number_from(0.0), blank=True),
    Column("hurdle_years", number_from(0.0), blank=True),
)
PLACE = Column("county", anything)
START_YEAR = Column("start_year", anything)
CAPACITY = Column("capacity", number_from(0.0))
HEAT_RATE = Column("heat_rate_gj_per_kwh", number_from(0.005, 0.03))  # from better than any plant to worse than all


def check_plants(sheet: Sheet, name: str) -> None:
    """Check the words, units and numbers of one list; ``name`` is its file's without the ending."""
    if not check_header(sheet, COLUMNS.get(name, ()), ANY):
        return
    check_cells(sheet, (*COMMON, *OF_LIST.get(name, ())))
    for line, row in sheet:
        if name in UNITS and row.get("capacity") and (name in EVERY_ROW or row.get("is_agent") == "yes"):
            _check_cell(sheet, line, row, Column("unit", one_of((UNITS[name],))))
            _check_cell(sheet, line, row, PLACE)
        if name == "coal_units" and row.get("status") in BUILT:
            _check_cell(sheet, line, row, CAPACITY)
            _check_cell(sheet, line, row, START_YEAR)
            _check_cell(sheet, line, row, HEAT_RATE)


def _check_cell(sheet: Sheet, line: int, row: Mapping[str, str], column: Column) -> None:
    """Note the cell of one row if its column does not allow it; a column that is not there is blank."""
    cell = row.get(column.name, "")
    verdict = column.verdict(cell)
    if verdict:
        sheet.report(line, column.name, cell, *verdict)
