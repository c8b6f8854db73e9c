"""Indicators of core plant, the routes of steel, by-products, waste heat, parks and returned metal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from abm.accounts.words import SECTORS
from abm.industry.byproducts import GOODS
from abm.record import Record
from agents.firm.words import ALUMINIUM, CEMENT, COKE, STEEL

if TYPE_CHECKING:
    from abm.industry.industry import Industry

MILLION, THOUSAND, PETA = 1e6, 1e3, 1e-6
GOOD_NAMES = {"gangue": "Gangue", "ash": "Ash", "slag": "Slag", "red_mud": "Red Mud"}
USED_NAMES, MADE_NAMES = (
    tuple(f"Solid Waste|{what}|{GOOD_NAMES[good]}" for good in GOODS) for what in ("Used", "Made")
)


def report_circular(i: Industry, record: Record) -> None:
    """Write all of them."""
    _plant(i, record)
    _steel(i, record)
    _byproducts(i, record)
    _heat(i, record)
    _metal(i, record)


def _plant(i: Industry, record: Record) -> None:
    for name, product in (("Coke", COKE), ("Steel", STEEL)):
        record.put(f"Capacity|{name}|Left", by_county=i.yard.by_county(product, i.renewal.left_t) / MILLION)
        record.put(f"Capacity|{name}|New", by_county=i.yard.by_county(product, i.renewal.new_t) / MILLION)


def _steel(i: Industry, record: Record) -> None:
    s = i.steelmaking
    made = float(i.yard.output_t(STEEL).sum())
    record.put("Share|Scrap in Steel", city=s.scrap_share())
    record.put("Share|Arc Furnace Steel", city=float(s.arc_t.sum()) / made if made > 0 else 0.0)
    record.put("Production|Steel|Hydrogen", by_county=s.reduced_t / MILLION)
    assert s.year is not None
    outside = max(s.scrap_t() - s.year.kept_t, 0.0)
    record.put("Recycling|Scrap from Outside", city=outside / MILLION)
    record.put("Hydrogen|Steel Use", city=s.hydrogen_t / THOUSAND)


def _byproducts(i: Industry, record: Record) -> None:
    b = i.circular.byproducts
    used = b.used_by_maker_t()
    record.put("Solid Waste|Made", by_county=b.supply_t.sum(axis=0) / MILLION)
    record.put("Solid Waste|Used", by_county=used.sum(axis=0) / MILLION)
    record.put_counties(USED_NAMES, used / MILLION)
    record.put_counties(MADE_NAMES, b.supply_t / MILLION)
    record.put("Solid Waste|Heaps", by_county=b.heap_t / MILLION)
    made = float(b.supply_t.sum())
    record.put("Share|Solid Waste Utilization", city=float(used.sum()) / made if made > 0 else 0.0)
    cement = float(i.yard.output_t(CEMENT).sum())
    kilns = float(i.investment.made_t("kiln_fuels").sum())
    record.put("Share|Kilns with Other Fuels", city=kilns / cement if cement > 0 else 0.0)
    record.put("Share|Clinker in Cement", city=float(i.clinker_t.sum()) / cement if cement > 0 else 0.0)


def _heat(i: Industry, record: Record) -> None:
    h = i.circular.heat
    record.put("Waste Heat|District Heating", by_county=i.waste_heat_used_gj * PETA)
    record.put("Waste Heat|Parks", by_county=h.exchanged_gj * PETA)
    record.put("Waste Heat|Used", by_county=(i.waste_heat_used_gj + h.exchanged_gj) * PETA)
    parks = h.numbers.parks
    record.put("Share|Circular Parks", city=float(parks @ h.park / max(float(parks.sum()), 1.0)))


def _metal(i: Industry, record: Record) -> None:
    c, s = i.circular, i.steelmaking.year
    assert s is not None
    record.put("Recycling|Steel Scrap", by_county=s.collected / MILLION)
    record.put("Recycling|Aluminium", by_county=s.collected_aluminium / THOUSAND)
    outside = c.remelted_t * c.green.remelt_co2
    record.put("Recycling|CO2 Avoided Outside", by_county=outside / MILLION)
    record.put("Share|Aluminium Green Power", city=c.green_share)
    made = float(i.yard.output_t(ALUMINIUM).sum())
    if made > 0:
        kwh = float(i.yard.by_county(ALUMINIUM, i.book.output_t * i.book.kwh_per_t_now()).sum())
        grid = c.green.grid_t_per_mwh[c.row[record.year]] * (1.0 - c.green_share) * kwh / THOUSAND
        record.put("Intensity|Aluminium", city=_direct(record, "aluminium") / made + grid / made)
    steel = float(i.yard.output_t(STEEL).sum())
    if steel > 0:
        record.put("Intensity|Steel", city=_direct(record, "steel") / steel)


def _direct(record: Record, sector: str) -> float:
    """T of CO2 from energy and processes of a sector this year."""
    row = SECTORS.index(sector)
    energy, processes = (
        record.sectors_now(f"Emissions|CO2|{name}")[row] for name in ("Energy", "Industrial Processes")
    )
    return MILLION * (float(energy.sum()) + float(processes.sum()))
