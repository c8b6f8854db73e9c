"""The one set of fuel and gas factors that every emission stands on."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.words import FUELS, SECTORS
from abm.parameters import Parameters
from abm.region import Region

CO2_PER_CARBON = 44.0 / 12.0
CARRIERS = ("heat", "electricity", "none")  # nothing is burnt under these names
BIOGENIC = ("biomass",)
WASTE = ("waste_fossil",)
REPORTS = (2, 4, 5, 6)  # assessment reports whose GWP100 can be chosen
BURNERS = {  # where a fuel burns decides how clean: groups of sectors after the guidelines' tables
    "energy": ("coal_mining", "power", "heat", "coking", "hydrogen", "gas_fields", "waste"),
    "industry": ("steel", "alumina", "aluminium", "cement", "chemicals", "other_industry"),
    "services": ("services",),
    "homes": ("homes_urban", "homes_rural", "farming", "land"),
    "transport": ("transport_passenger", "transport_freight"),
}
KINDS_OF_FUEL = {
    "coal": ("raw_coal", "clean_coal", "middlings", "briquette", "coke"),
    "gas": ("coke_oven_gas", "blast_furnace_gas", "converter_gas", "natural_gas", "lng"),
    "oil": ("gasoline", "diesel", "kerosene", "lpg", "tar_benzol", "methanol"),
    "biomass": ("biomass", "waste_fossil"),
}
GASES_BY_VOLUME = ("coke_oven_gas", "blast_furnace_gas", "converter_gas", "natural_gas")


@dataclass(frozen=True)
class Factors:
    """Per fuel in the order of ``FUELS``: heat, carbon and CO2; and what a tonne of a gas weighs in CO2.

    ``ncv`` is GJ/t, GJ per 1000 m3 for the gases by volume, 0 for carriers; ``co2_t_per_gj`` counts
    the carbon that burns, whatever its origin: :attr:`is_fossil` says what enters the totals.
    """

    ncv: np.ndarray
    carbon_t_per_gj: np.ndarray
    co2_t_per_gj: np.ndarray
    is_fossil: np.ndarray
    is_waste: np.ndarray
    burning_ch4_t_per_gj: np.ndarray  # (n_sectors, n_fuels) that escapes unburnt
    burning_n2o_t_per_gj: np.ndarray  # (n_sectors, n_fuels)
    gwp_ch4: float
    gwp_n2o: float
    gwp_cf4: float

    @classmethod
    def of(cls, region: Region) -> "Factors":
        """Return the factors of a region; the GWP set is the one of ``gwp.assessment_report``."""
        return region.once("factors", ("fuel.", "gwp.", "burning."), lambda: cls._read(region.parameters))

    @classmethod
    def _read(cls, p: Parameters) -> "Factors":
        burns = [fuel for fuel in FUELS if fuel not in CARRIERS]
        ncv, carbon, oxidation = (np.zeros(len(FUELS)) for _ in range(3))
        for i, fuel in enumerate(FUELS):
            if fuel in burns:
                unit = "GJ/10^3m3" if fuel in GASES_BY_VOLUME else "GJ/t"
                ncv[i] = p.value(f"fuel.{fuel}.ncv", unit)
                carbon[i] = p.value(f"fuel.{fuel}.carbon_kg_per_gj", "kg/GJ") / 1000.0
                oxidation[i] = p.value(f"fuel.{fuel}.oxidation", "share")
        sets = {
            report: [p.value(f"gwp.ar{report}.{gas}", "t/t") for gas in ("ch4", "n2o", "cf4")] for report in REPORTS
        }
        gwp_ch4, gwp_n2o, gwp_cf4 = sets[round(p.value("gwp.assessment_report", "number"))]
        factors = cls(
            ncv=ncv,
            carbon_t_per_gj=carbon,
            co2_t_per_gj=carbon * oxidation * CO2_PER_CARBON,
            is_fossil=np.array([fuel in burns and fuel not in BIOGENIC + WASTE for fuel in FUELS]),
            is_waste=np.array([fuel in WASTE for fuel in FUELS]),
            burning_ch4_t_per_gj=_burning(p, "ch4"),
            burning_n2o_t_per_gj=_burning(p, "n2o"),
            gwp_ch4=gwp_ch4,
            gwp_n2o=gwp_n2o,
            gwp_cf4=gwp_cf4,
        )
        for values in vars(factors).values():
            if isinstance(values, np.ndarray):
                values.setflags(write=False)
        return factors

    def heat(self, fuel: str) -> float:
        """Return the lower heating value of a fuel, GJ/t or GJ per 1000 m3."""
        return float(self.ncv[FUELS.index(fuel)])

    def co2(self, fuel: str) -> float:
        """Return t CO2 per GJ of a fuel burnt."""
        return float(self.co2_t_per_gj[FUELS.index(fuel)])

    def co2_of_unit(self, fuel: str) -> float:
        """Return t CO2 per t of a fuel burnt, per 1000 m3 of a gas by volume."""
        return self.co2(fuel) * self.heat(fuel)


def _burning(p: Parameters, gas: str) -> np.ndarray:
    """(n_sectors, n_fuels) t/GJ; a fuel's own row of a group goes before that of its kind."""
    found = np.zeros((len(SECTORS), len(FUELS)))
    for group, sectors in BURNERS.items():
        rows = [SECTORS.index(sector) for sector in sectors]
        for kind, fuels in KINDS_OF_FUEL.items():
            for fuel in fuels:
                own = f"burning.{gas}.{group}.{fuel}"
                value = p.value(own if own in p else f"burning.{gas}.{group}.{kind}", "kg/TJ")
                found[rows, FUELS.index(fuel)] = value * 1e-6
    return found
