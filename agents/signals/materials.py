"""What firms perceive of capacity rules and of the things that go round: scrap, slag and ash, waste heat, parks."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class MaterialSignals(Theme):
    """Rules on capacity and support of circular use; (n_counties,) where the place matters, money at 2020 prices."""

    steel_replacement_ratio: float  # t of capacity that must leave for a t of new
    coke_replacement_ratio: float  # likewise
    alumina_cap_share: float  # capacity that may stand, over that of the first year
    kiln_months_stopped: float  # months a year in which cement kilns stand still
    persons: np.ndarray  # whose cars, homes and machines wear out
    ash_t: np.ndarray  # of coal burnt for power in the year before
    module_aluminium_t: np.ndarray  # of frames of PV modules taken back in the year before
    remade_t: np.ndarray  # steel of machines and parts made good as new in the year before, which is no scrap
    collection_share: np.ndarray  # of people and firms that collection points and sorting centres reach
    scrap_support_cny_per_t: np.ndarray  # paid for scrap that works of the city melt
    clinker_support_cny_per_t: np.ndarray  # paid for slag and ash that take the place of clinker
    waste_support_cny_per_t: np.ndarray  # paid for a t of industrial waste that is used
    park_grant_share: np.ndarray  # of the capital of exchange within parks that a grant pays
    heat_grant_share: np.ndarray  # of the capital of pipes for waste heat that a grant pays
    recovery_support_cny_per_t: np.ndarray  # paid for worn-out packs, modules and blades taken by licensed recyclers
    remade_trade_in_share: np.ndarray  # of the price of a remanufactured part, paid to who hands in the old one
    remade_open_share: np.ndarray  # of tenders and workshops that admit remanufactured parts
    green_access_share: float  # of a smelter's power that it may buy as green power

    @classmethod
    def quiet(cls, persons: np.ndarray, ash_t: np.ndarray, module_aluminium_t: np.ndarray) -> "MaterialSignals":
        """Return the signals of a year in which no rule binds and nothing is supported."""
        none = np.zeros(len(persons))
        return cls(
            steel_replacement_ratio=1.0,
            coke_replacement_ratio=1.0,
            alumina_cap_share=np.inf,
            kiln_months_stopped=0.0,
            persons=persons,
            ash_t=ash_t,
            module_aluminium_t=module_aluminium_t,
            remade_t=none,
            collection_share=none,
            scrap_support_cny_per_t=none,
            clinker_support_cny_per_t=none,
            waste_support_cny_per_t=none,
            park_grant_share=none,
            heat_grant_share=none,
            recovery_support_cny_per_t=none,
            remade_trade_in_share=none,
            remade_open_share=none,
            green_access_share=0.0,
        )
