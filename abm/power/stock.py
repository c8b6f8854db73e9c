"""Wind and PV of the city over the years: the lists to the last observed year, then what developers build."""

from dataclasses import dataclass, field

import numpy as np

from abm.days import Days
from abm.power.fleet import Renewables
from abm.power.numbers import PowerNumbers
from abm.region import Region
from agents.choice import annuity
from agents.grid import built_share


@dataclass(frozen=True)
class DeveloperNumbers:
    """What a developer reckons with."""

    capex_cny_per_kw: dict[str, float]  # in 2020, by kind
    fixed_cost_share: float  # yearly, of capex
    life_years: float
    required_return: float
    contract_cny_per_mwh: float  # price of the part sold ahead
    contract_share: np.ndarray  # (n_years,) of output sold at that price
    spread: float  # how differently developers reckon
    vat_paid_share: float  # value-added tax paid over revenue, after what is deducted for equipment
    certificate_cny_per_mwh: np.ndarray  # (n_years,)
    certificate_base_share: float  # of output whose certificates sell without the city's users
    most_mw: dict[str, float]  # that land and ridges of the city can take, by kind
    farm_capex_ratio: float  # of PV high above crops over PV on the ground
    farm_mw_per_mu: float
    rent_share: float  # of what PV on farms earns beyond its cost that the land gets
    export_premium_cny_per_mwh: float  # of agreements with other provinces, over the contract price

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "DeveloperNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(
            capex_cny_per_kw={kind: p.value(f"power.developer.capex_{kind}", "CNY/kW") for kind in ("wind", "pv")},
            fixed_cost_share=p.value("power.developer.fixed_cost", "share"),
            life_years=p.value("power.developer.life", "years"),
            required_return=p.value("power.developer.return", "share"),
            contract_cny_per_mwh=p.value("power.developer.contract", "CNY/MWh"),
            contract_share=p.series("power.developer.contract_share", "share", years),
            spread=p.value("power.developer.spread", "ratio"),
            vat_paid_share=p.value("power.developer.vat_paid", "share"),
            certificate_cny_per_mwh=p.series("power.certificate.price", "CNY/MWh", years),
            certificate_base_share=p.value("power.certificate.base", "share"),
            most_mw={kind: p.value(f"power.land.{kind}", "MW") for kind in ("wind", "pv")},
            farm_capex_ratio=p.value("farm_pv.capex", "ratio"),
            farm_mw_per_mu=p.value("farm_pv.density", "MW/mu"),
            rent_share=p.value("farm_pv.rent", "share"),
            export_premium_cny_per_mwh=p.value("power.green_export.premium", "CNY/MWh"),
        )

    def certificate_sold_share(self, wanted_gwh: float, made_gwh: float) -> float:
        """Return the share of output whose certificates find a buyer."""
        return min(self.certificate_base_share + wanted_gwh / max(made_gwh, 1e-9), 1.0)


@dataclass(frozen=True)
class Sold:
    """What wind or sun sold last year."""

    captured_cny_per_mwh: float  # mean price of the hours in which it was made
    hours: float  # full-load hours after curtailment
    refund_share: float = 0.0  # of value-added tax
    certificate_cny_per_mwh: float = 0.0  # earned on a MWh, sold or not
    agreed_share: float = 0.0  # sold to other provinces under agreements

    @classmethod
    def of(
        cls, made_gw: np.ndarray, lost_gw: np.ndarray, price_cny_per_kwh: np.ndarray, profile: np.ndarray, days: Days
    ) -> "Sold":
        """Read it from a dispatch; ``profile`` is output over capacity, all (n_days, 24)."""
        made, lost = float(days.yearly(made_gw)), float(days.yearly(lost_gw))
        captured = 1000.0 * float(days.yearly(made_gw * price_cny_per_kwh)) / max(made, 1e-9)
        return cls(captured, float(days.yearly(profile)) * made / max(made + lost, 1e-9))


@dataclass
class WindAndSun:
    """(n_counties,) MW of utility wind and PV; small village PV and that on leased farm land apart.

    ``rent_cny_per_mu`` is what developers can pay farms a year, at last year's price.
    """

    listed: Renewables
    numbers: PowerNumbers
    developer: DeveloperNumbers
    village_weight: np.ndarray  # (n_counties,) sum 1
    built_mw: dict[str, np.ndarray] = field(init=False)
    gone_mw: dict[str, np.ndarray] = field(init=False)  # worn out and not renewed
    farm_mw: np.ndarray = field(init=False)
    rent_cny_per_mu: float = 0.0

    def __post_init__(self) -> None:
        self.built_mw, self.gone_mw = (
            {kind: np.zeros(len(self.village_weight)) for kind in ("wind", "pv")} for _ in range(2)
        )
        self.farm_mw = np.zeros(len(self.village_weight))

    def capacity_mw(self, kind: str, at: int) -> np.ndarray:
        """Return (n_counties,) MW of ``wind`` or of ``pv``, that of villages and farms with it, in year ``at``."""
        listed = self.listed.wind_mw[at] if kind == "wind" else self.listed.pv_mw[at]
        utility = listed + self.built_mw[kind] - self.gone_mw[kind]
        if kind == "wind":
            return utility
        return utility + self.numbers.village_pv_mw[at] * self.village_weight + self.farm_mw

    def build(self, kind: str, at: int, quota: float, cost_index: float, sold: "Sold") -> None:
        """Add what developers build in year ``at`` of the usual quota times ``quota``: less as land gets scarce."""
        share = built_share(
            self.income_cny_per_mwh(sold, at),
            self.cost_cny_per_mwh(kind, cost_index, sold.hours),
            self.developer.spread,
        )
        usual = self.numbers.new_wind_mw[at] if kind == "wind" else self.numbers.new_pv_mw[at]
        site = self.listed.wind_site if kind == "wind" else self.listed.pv_site
        free = max(1.0 - float(self.capacity_mw(kind, at).sum()) / self.developer.most_mw[kind], 0.0)
        self.built_mw[kind] = self.built_mw[kind] + quota * usual * share * free * site

    def renewed_share(self, kind: str, at: int, cost_index: float, sold: "Sold", capital_share: float) -> float:
        """Return the share of worn-out plants that owners renew: as developers build, at the capital of an old site.

        No quota stands in the way: what was connected to the grid keeps its place there.
        """
        cost = self.cost_cny_per_mwh(kind, cost_index, sold.hours, capital_share)
        return built_share(self.income_cny_per_mwh(sold, at), cost, self.developer.spread)

    def give_up(self, kind: str, mw: np.ndarray) -> None:
        """Take (n_counties,) MW off the stock; their land is free again."""
        self.gone_mw[kind] = self.gone_mw[kind] + mw

    def offer_rent(self, at: int, cost_index: float, sold: "Sold") -> None:
        """Work out the rent: a part of what a mu of PV above crops earns beyond its own, higher cost."""
        n = self.developer
        cost = self.cost_cny_per_mwh("pv", cost_index * n.farm_capex_ratio, sold.hours)
        surplus = max(self.income_cny_per_mwh(sold, at) - cost, 0.0)
        self.rent_cny_per_mu = n.rent_share * surplus * sold.hours * n.farm_mw_per_mu

    def income_cny_per_mwh(self, sold: "Sold", at: int) -> float:
        """Return what a MWh earns with agreements (signed where they pay more), tax given back, and certificates."""
        revenue = self.revenue_cny_per_mwh(sold.captured_cny_per_mwh, at)
        revenue += sold.agreed_share * self.agreement_gain_cny_per_mwh(sold.captured_cny_per_mwh, at)
        refunded = sold.refund_share * self.developer.vat_paid_share * revenue
        return revenue + refunded + sold.certificate_cny_per_mwh

    def agreement_gain_cny_per_mwh(self, captured_cny_per_mwh: float, at: int) -> float:
        """Return what a MWh sold to another province earns more than one sold here; where it earns less, none is."""
        agreed = self.developer.contract_cny_per_mwh + self.developer.export_premium_cny_per_mwh
        return max(agreed - self.revenue_cny_per_mwh(captured_cny_per_mwh, at), 0.0)

    def revenue_cny_per_mwh(self, captured_cny_per_mwh: float, at: int) -> float:
        """Return what a MWh earns: part sold ahead, part at the price of the hours in which it is made."""
        share = float(self.developer.contract_share[at])
        return share * self.developer.contract_cny_per_mwh + (1.0 - share) * captured_cny_per_mwh

    def cost_cny_per_mwh(self, kind: str, cost_index: float, hours: float, capital_share: float = 1.0) -> float:
        """Return the levelised cost: annuity and yearly cost of a kW over the MWh that it sells.

        ``capital_share`` of a new plant's capital is asked for; the yearly cost is that of a new one.
        """
        n = self.developer
        capex = n.capex_cny_per_kw[kind] * cost_index
        yearly = capex * (capital_share * float(annuity(n.required_return, n.life_years)) + n.fixed_cost_share)
        return 1000.0 * yearly / max(hours, 1.0)
