"""Coal mining and washing in the accounts: coal, own use, power of drained gas, methane."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.industry.methane import Gassing, MethaneNumbers
from abm.industry.processes import Fuels, Washing, Works
from abm.industry.washing import Washed, wash

SECTOR = "coal_mining"
KWH_PER_GJ = 1000.0 / 3.6


@dataclass(frozen=True)
class CoalNumbers:
    """What mining and washing need."""

    washing: Washing
    works: Works
    fuels: Fuels
    methane: MethaneNumbers


def act_coal(raw_t: np.ndarray, gassing: Gassing, n: CoalNumbers, ledger: Ledger, flows: Flows) -> Washed:
    """Book the year of the mines; ``raw_t`` is (n_counties,). Returns what washing made."""
    washed = wash(raw_t * n.washing.washed_share, n.washing, n.fuels)
    ledger.produce(SECTOR, "raw_coal", raw_t * n.fuels.heat["raw_coal"])
    ledger.turn(SECTOR, "raw_coal", washed.raw_gj)
    ledger.make(SECTOR, "clean_coal", washed.clean_gj)
    ledger.make(SECTOR, "middlings", washed.middlings_gj)
    ledger.burn(SECTOR, "raw_coal", raw_t * n.works.own_coal)
    ledger.burn(SECTOR, "diesel", raw_t * n.works.mine_diesel)
    ledger.produce(SECTOR, "natural_gas", gassing.used_gj)
    ledger.burn(SECTOR, "natural_gas", gassing.used_gj)
    ledger.release("ch4", SECTOR, gassing.released_t)
    flows.mine_gas_power_kwh = gassing.used_gj * n.methane.to_power * n.methane.power_efficiency * KWH_PER_GJ
    flows.make_power(SECTOR, flows.mine_gas_power_kwh)
    flows.output_t["raw_coal"] = raw_t
    flows.output_t["clean_coal"] = washed.clean_t
    return washed
