"""Indicators of walls, meters and kitchens."""

from typing import TYPE_CHECKING

import numpy as np

from abm.homes.envelope import KINDS, RENOVATED
from abm.record import Record
from agents.choice import share_of
from agents.household.heaters import BIOMASS, DISTRICT, HEAT_PUMPS, SOLAR_ELECTRIC
from agents.table import rows_where

if TYPE_CHECKING:
    from abm.homes.homes import Homes

URBAN = 1
PJ_PER_KWH, EJ_PER_KWH, TEN_THOUSAND = 3.6e-9, 3.6e-12, 1e4


def report_building(part: "Homes", record: Record) -> None:
    """Write who renovated, what the code asks, heat from the pipe, kitchens, and renewables in town homes."""
    lived_in, where = part.now.scene.lived_in, part.where
    homes = part.outcome.heat.lived_in
    rows = rows_where(part.envelope.state == RENOVATED)
    renovated = where.by_cell(lived_in.take(rows), rows)
    for kind, name in enumerate(KINDS):
        share = share_of(renovated[:, kind], homes[:, kind])
        city = float(renovated[:, kind].sum() / max(homes[:, kind].sum(), 1e-9))
        record.put(f"Share|Homes Renovated|{name.title()}", by_county=share, city=city)
    for name, built in (("To Standard", part.envelope.to_standard), ("Prefabricated", part.envelope.prefab_homes)):
        record.put(f"Homes|Village Homes {name}", by_county=built / TEN_THOUSAND)
    gain = part.envelope.signals.code_saving_share * part.envelope.numbers.code_reach[URBAN]
    towns = homes[:, URBAN]
    city = float(gain @ towns / max(towns.sum(), 1e-9))
    record.put("Share|New Building Efficiency Gain", by_county=gain, city=city)
    piped = part.outcome.bought_kwh[:, :, DISTRICT].sum(axis=1)
    record.put("Homes|District Heat", by_county=piped * PJ_PER_KWH)
    record.put("Homes|Electric Kitchens", by_county=homes[:, 0] * part.kitchens.electric / TEN_THOUSAND)
    record.put("Homes|Urban Renewables", by_county=_town_renewables_kwh(part) * EJ_PER_KWH)


def _town_renewables_kwh(part: "Homes") -> np.ndarray:
    """(n_counties,) kWh of town homes: PV, what heat pumps take from the air, the sun's heat, biomass burnt."""
    bought = part.outcome.bought_kwh[:, URBAN]
    pv_kw = part.outcome.roofs.kw[:, URBAN]
    free = [*HEAT_PUMPS, SOLAR_ELECTRIC]
    from_air = (part.outcome.heat.main_kwh[:, URBAN] - bought)[:, free].clip(0.0).sum(axis=1)
    total: np.ndarray = pv_kw * part.rooftop.traits.yield_kwh_per_kw + from_air + bought[:, BIOMASS]
    return total
