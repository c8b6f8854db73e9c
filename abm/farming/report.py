"""The indicators of farming."""

from typing import TYPE_CHECKING

import numpy as np

from abm.farming.money import sold_t
from abm.record import Record
from agents.choice import share_of
from agents.farm import BURN, FEED, RETURN, SOLD_FUEL, STOVE_FUEL
from agents.farm.manure import BIOGAS, COMPOST, STORE
from agents.farm.ways import MATERIAL, SUBSTRATE

if TYPE_CHECKING:
    from abm.farming import Farming

PER_KT = 1e-3
PER_MT = 1e-6
PER_100_MILLION = 1e-8
PETA = 1e-6  # GJ


def report_farming(record: Record, farming: "Farming") -> None:
    """Write straw by way, its price, fires, herds, fertiliser and biogas."""
    year = farming.last
    ways = year.settled.ways_t
    straw = ways.sum(axis=0)
    by_name = {
        "Return": ways[RETURN],
        "Feed": ways[FEED],
        "Fuel": ways[SOLD_FUEL] + ways[STOVE_FUEL],
        "Substrate": ways[SUBSTRATE],
        "Material": ways[MATERIAL],
        "Burnt": ways[BURN],
    }
    record.put("Farms|Straw", by_county=straw * PER_KT)
    for name, tonnes in by_name.items():
        record.put(f"Farms|Straw|{name}", by_county=tonnes * PER_KT)
    record.put("Farms|Straw|Sold", by_county=sold_t(ways, farming.straw.sold_feed_share) * PER_KT)
    record.put("Farms|Straw|Plants", by_county=year.settled.plants_t.sum(axis=0) * PER_KT)
    record.put("Farms|Straw|Fires", by_county=year.fire_t * PER_KT)
    _share(record, "Share|Straw Utilization", straw - ways[BURN], straw)
    _share(record, "Share|Straw Feed", ways[FEED], straw)
    record.put(
        "Price|Straw", by_county=year.settled.gate_cny, city=float((year.settled.gate_cny * straw).sum() / straw.sum())
    )
    record.put("Farms|Fertiliser", by_county=year.fertiliser_t_n * PER_KT)
    record.put("Farms|Livestock CH4", by_county=year.livestock_ch4_t * PER_MT)
    record.put("Farms|Livestock N2O", by_county=year.livestock_n2o_t * PER_KT)
    record.put("Farms|Soil N2O", by_county=year.soil_n2o_t * PER_KT)
    record.put("Farms|Straw Fires CH4", by_county=year.fire_t * farming.soils.fire_ch4 * PER_MT)
    record.put("Farms|Straw Fires N2O", by_county=year.fire_t * farming.soils.fire_n2o * PER_KT)
    record.put("Farms|Wood Collected", by_county=year.wood_gj * PETA)
    record.put("Farms|Biogas Capacity", by_county=year.biogas_capacity_m3 * PER_100_MILLION)
    record.put("Farms|Biogas", by_county=year.biogas_m3 * PER_100_MILLION)
    record.put("Farms|Straw Income", by_county=year.income_cny * PER_100_MILLION)
    _report_practice(record, farming)
    observed = farming.utilization_observed.get(record.year)
    if observed is not None:
        record.put("Residual|Straw Utilization", city=float(1 - ways[BURN].sum() / straw.sum()) - observed)


def _report_practice(record: Record, farming: "Farming") -> None:
    """Write what farms have taken up: manure, film, soil tests, better fields, machines."""
    practice, manure, area = farming.practice, farming.manure, farming.area_mu
    large = float(manure.numbers.large_share[manure.at])
    _share(record, "Share|Manure Utilization", manure.share * farming.herd_share, farming.herd_share)
    _share(record, "Share|Film Recovery", practice.film * area, area)
    _share(record, "Share|Mechanization", practice.mechanized * area, area)
    record.put("Share|Livestock at Scale", city=large)
    record.put("Farms|High-Standard Farmland", by_county=practice.standard * area / 1e4)
    _report_large_herds(record, farming)
    organic = farming.organic
    _share(record, "Share|Organic Fertiliser", organic.share * area, area)
    record.put("Farms|Eco Farms", by_county=organic.eco_farms)
    record.put("Farms|Pesticides", by_county=organic.pesticide_t * PER_KT)
    record.put("Farms|Soil Carbon", by_county=farming.soil_carbon.uptake_t * PER_MT)


def _report_large_herds(record: Record, farming: "Farming") -> None:
    """Write how many large livestock farms have facilities, and where their manure's nitrogen goes."""
    manure = farming.manure
    having, all_farms = manure.with_facilities()
    record.put("Farms|Livestock Farms", by_county=all_farms)
    record.put(
        "Share|Large Farm Manure Facilities",
        by_county=share_of(having, all_farms),
        city=float(having.sum()) / max(float(all_farms.sum()), 1.0),
    )
    ways = manure.way_shares()
    for name, way in (("Stored", STORE), ("Composted", COMPOST), ("Fermented", BIOGAS)):
        _share(record, f"Share|Large Farm Manure|{name}", ways[way] * farming.herd_share, farming.herd_share)


def _share(record: Record, name: str, part: np.ndarray, whole: np.ndarray) -> None:
    record.put(name, by_county=share_of(part, whole), city=float(part.sum() / whole.sum()))
