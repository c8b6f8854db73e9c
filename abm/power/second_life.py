"""Stations built of used packs: cheaper to buy, sooner worn out, and only where rules allow them."""

from dataclasses import dataclass

from abm.parameters import Parameters
from agents.choice import annuity
from agents.firm.recovery import asked_for_used
from agents.grid import built_share


@dataclass
class SecondLife:
    """``mw`` is their stock; ``taken_mwh`` what the year's stations took of the packs on offer."""

    pack_share: float  # of a new station's cost that is its packs
    asked_cny_per_kwh: float  # for a kWh that a used pack still holds
    life_years: float
    mw: float = 0.0
    built_mw: float = 0.0
    taken_mwh: float = 0.0

    @classmethod
    def of(cls, p: Parameters) -> "SecondLife":
        """Read the numbers of a region."""
        material = p.value("recovery.licensed.pack", "CNY/t") * p.value("recovery.pack_weight", "t/MWh") / 1000.0
        testing, kept = p.value("recovery.testing", "CNY/kWh"), p.value("recovery.kept", "share")
        return cls(
            pack_share=p.value("power.store.packs", "share"),
            asked_cny_per_kwh=asked_for_used(material, testing, kept),
            life_years=p.value("recovery.second_life", "years"),
        )

    def capex(self, new_cny_per_kwh: float) -> float:
        """Return CNY per kWh of a station with used packs, given that of a new one."""
        return new_cny_per_kwh * (1.0 - self.pack_share) + self.asked_cny_per_kwh

    def build(self, offer: "UsedPacks", income_cny_per_kw: float, spread: float) -> float:
        """Take off what is worn out, add a year's stations and return their MW."""
        yearly = float(annuity(offer.required_return, self.life_years)) + offer.fixed_cost_share
        cost = yearly * self.capex(offer.new_cny_per_kwh) * offer.hours
        wanted = offer.allowed_share * offer.room_mw * built_share(income_cny_per_kw, cost, spread)
        self.built_mw = min(wanted, offer.offered_mwh / offer.hours)
        self.taken_mwh = self.built_mw * offer.hours
        self.mw = self.mw * (1.0 - 1.0 / self.life_years) + self.built_mw
        return self.built_mw

    def cost_cny(self, new_cny_per_kwh: float) -> tuple[float, float]:
        """Return what the year's stations paid to makers and to recyclers."""
        kwh = 1000.0 * self.taken_mwh
        return kwh * new_cny_per_kwh * (1.0 - self.pack_share), kwh * self.asked_cny_per_kwh


@dataclass(frozen=True)
class UsedPacks:
    """What investors know of used packs: how many there are, what rules allow, and what a new station costs."""

    offered_mwh: float
    allowed_share: float
    room_mw: float
    hours: float
    new_cny_per_kwh: float
    required_return: float
    fixed_cost_share: float
