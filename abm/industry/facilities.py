"""From the region's lists to rows of firms: the named ones, and the rest of each product as residual agents."""

from collections.abc import Iterable
from dataclasses import dataclass

from abm.region import Region
from agents.firm.book import NEVER
from agents.firm.words import ALLOWED, ELIMINATED, RATINGS, RESTRICTED, TALL_OVEN_M

MEGA = 1e6
LISTS = {  # product -> list, capacity unit of a row over t (gas: 10^3 m3)
    "raw_coal": ("coal_mines.csv", MEGA),
    "coke": ("coke.csv", MEGA),
    "steel": ("steel.csv", MEGA),
    "alumina": ("alumina.csv", MEGA),
    "aluminium": ("aluminium.csv", MEGA),
    "cement": ("cement.csv", MEGA),
    "chemicals": ("chemicals.csv", MEGA),
    "gas": ("gas.csv", MEGA),  # bcm a year is 10^6 times 10^3 m3
}
PROSPECTS = "prospects.csv"  # new plants: ``named`` ones, and a coal-chemistry ``base`` that waits for approval
UNIT = {"gas": "10^9 m3/yr", "other": "10^6 units"}
ZH = {
    "raw_coal": "煤矿",
    "coke": "焦化",
    "steel": "钢铁",
    "alumina": "氧化铝",
    "aluminium": "电解铝",
    "cement": "水泥",
    "chemicals": "化工",
    "gas": "天然气",
    "other": "其他工业",
}
CLASS_ZH = {
    "small_ovens": "4.3米焦炉",
    "large_ovens": "5.5米以上焦炉",
    "new_ovens": "置换新建焦炉",
    "allowed": "允许类",
    "restricted": "限制类",
    "eliminated": "淘汰类",
}


@dataclass(frozen=True)
class FirmRow:
    """A firm as the lists give it."""

    id: str
    name_zh: str
    name_en: str
    product: str
    county: int
    capacity_t: float
    size_class: str = ""
    owner: str = "private"
    is_named: bool = True
    start_year: int = 0
    equipment: int = ALLOWED
    oven_height_m: float = 0.0
    specific_use: float = 0.0  # where a list knows it, else drawn
    hurdle_years: float = 0.0  # likewise
    rating: int = -1
    in_zone: bool = False


def firm_rows(region: Region) -> list[FirmRow]:
    """Return all firms of a region in a fixed order: the lists by product, the residual agents, announced plants."""
    named = [row for product in LISTS for row in named_rows(region, product)]
    return [*named, *residual_rows(region, named), *prospect_rows(region)]


def named_rows(region: Region, product: str) -> list[FirmRow]:
    """Return the named firms of a product that have a capacity and are marked as agents (all mines are)."""
    name, tonnes = LISTS[product]
    rows: list[FirmRow] = []
    for cells in region.table(f"facilities/{name}"):
        if not cells["capacity"] or not (product == "raw_coal" or cells.get("is_agent") == "yes"):
            continue
        height = float(cells.get("oven_height_m") or 0.0)
        rows.append(
            FirmRow(
                id=cells["id"],
                name_zh=cells["name_zh"],
                name_en=cells["name_en"],
                product=product,
                county=region.county_index[cells["county"]],
                capacity_t=float(cells["capacity"]) * tonnes,
                owner=cells["owner_type"] if cells["owner_type"] in ("central", "provincial") else "private",
                start_year=_start(region, product, cells, len(rows)),
                equipment=RESTRICTED if 0.0 < height < TALL_OVEN_M else ALLOWED,
                oven_height_m=height,
                specific_use=float(cells.get("specific_use") or 0.0),
                hurdle_years=float(cells.get("hurdle_years") or 0.0),
                rating=RATINGS.index(cells.get("gas_rating") or RATINGS[0]) if product == "raw_coal" else -1,
                in_zone=bool(cells.get("zone", "")),
            )
        )
    return rows


def prospect_rows(region: Region) -> list[FirmRow]:
    """Return plants that are announced or may be approved (a region need not list any); none of them runs yet."""
    if not (region.folder / "facilities" / PROSPECTS).exists():
        return []
    return [
        FirmRow(
            id=cells["id"],
            name_zh=cells["name_zh"],
            name_en=cells["name_en"],
            product=cells["product"],
            county=region.county_index[cells["county"]],
            capacity_t=float(cells["capacity"]) * MEGA,
            size_class=cells["kind"],
            owner=cells["owner_type"] if cells["owner_type"] in ("central", "provincial") else "private",
            start_year=NEVER,
        )
        for cells in region.table(f"facilities/{PROSPECTS}")
    ]


def residual_rows(region: Region, named: Iterable[FirmRow]) -> Iterable[FirmRow]:
    """Yield one agent per product, size class and county for what the named firms leave of the city's capacity."""
    weights: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for cells in region.table("facilities/residual.csv"):
        of_product = weights.setdefault(cells["product"], {})
        place = (region.county_index[cells["county"]], float(cells["weight"]))
        of_product.setdefault(cells["size_class"], []).append(place)
    running: dict[tuple[str, bool], float] = {}
    for row in named:
        if row.start_year <= region.first_year or row.product == "gas":
            key = (row.product, row.oven_height_m >= TALL_OVEN_M)
            running[key] = running.get(key, 0.0) + row.capacity_t
    for product, classes in weights.items():
        for size_class, tonnes, start in _classes(region, product, running):
            places = classes.get(size_class) or classes.get("large_ovens") or []
            total = sum(weight for _, weight in places)
            for county, weight in places:
                if tonnes > 0.0 and weight > 0.0:
                    yield _residual(region, product, size_class, county, tonnes * weight / total, start)


def _classes(region: Region, product: str, running: dict[tuple[str, bool], float]) -> Iterable[tuple[str, float, int]]:
    """Yield size class, t of capacity left to it, and first year."""
    p = region.parameters
    total = p.value(f"capacity.{product}", UNIT.get(product, "Mt/yr")) * MEGA
    left = total - sum(tonnes for (name, _), tonnes in running.items() if name == product)
    if product == "coke":
        small = p.value("coke.small_share", "share") * total
        yield "small_ovens", small - running.get(("coke", False), 0.0), 0
        yield "large_ovens", total - small - running.get(("coke", True), 0.0), 0
        yield "new_ovens", p.value("coke.new_ovens", "Mt/yr") * MEGA, round(p.value("coke.new_ovens_year", "year"))
    elif product == "other":
        restricted, eliminated = (p.value(f"industry.other_share.{c}", "share") for c in ("restricted", "eliminated"))
        yield "allowed", left * (1.0 - restricted - eliminated), 0
        yield "restricted", left * restricted, 0
        yield "eliminated", left * eliminated, 0
    else:
        names = {row["size_class"] for row in region.table("facilities/residual.csv") if row["product"] == product}
        for name in sorted(names):
            yield name, left / len(names), 0


def _residual(region: Region, product: str, size_class: str, county: int, tonnes: float, start: int) -> FirmRow:
    p, place = region.parameters, region.counties[county]
    equipment = {"small_ovens": RESTRICTED, "restricted": RESTRICTED, "eliminated": ELIMINATED}
    kind = f"，{CLASS_ZH[size_class]}" if size_class in CLASS_ZH else ""
    return FirmRow(
        id=f"rest_{product}_{size_class}_{place.code}",
        name_zh=f"{ZH[product]}其余（{place.name_zh}{kind}）",
        name_en=f"Rest of {product.replace('_', ' ')}, {place.name_en} ({size_class.replace('_', ' ')})",
        product=product,
        county=county,
        capacity_t=tonnes,
        size_class=size_class,
        is_named=False,
        start_year=start,
        equipment=equipment.get(size_class, ALLOWED),
        oven_height_m=p.value(f"coke.height.{size_class}", "m") if product == "coke" else 0.0,
        in_zone=product == "coke" and any(r["county"] == place.code and r["zone"] for r in _coke(region)),
    )


def _coke(region: Region) -> list[dict[str, str]]:
    return region.table("facilities/coke.csv")


def _start(region: Region, product: str, cells: dict[str, str], place: int) -> int:
    """First year of a named firm: mines by their status (those in build over three years), others as listed."""
    if product == "raw_coal":
        first = round(region.parameters.value(f"mines.start.{cells['status']}", "year"))
        return first + place % 3 if cells["status"] == "construction" else first
    if cells["status"] in ("operating", "construction"):
        return int(cells["start_year"] or 0)
    return 0 if cells["status"] == "unknown" else NEVER
