"""Stations built of used packs: cheaper to buy, sooner worn out, and only where rules allow them."""

from dataclasses import dataclass

from abm.parameters import Parameters
from agents.choice import annuity
from agents.firm.recovery import asked_for_used
from agents.grid import built_share


@dataclass
class SecondLife:
    """Stock in MW: ``mw`` of investors' own stations, ``usual_mw`` within those that the province's programme builds.

    ``taken_mwh`` is what the year's stations took of the packs on offer.
    """

    pack_share: float  # of a new station's cost that is its packs
    asked_cny_per_kwh: float  # for a kWh that a used pack still holds
    life_years: float
    mw: float = 0.0
    usual_mw: float = 0.0
    stood_mw: float = 0.0  # all usual stations last year
    built_mwh: float = 0.0
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

    @property
    def all_mw(self) -> float:
        """MW of all stations with used packs."""
        return self.mw + self.usual_mw

    def capex(self, new_cny_per_kwh: float) -> float:
        """Return CNY per kWh of a station with used packs, given that of a new one."""
        return new_cny_per_kwh * (1.0 - self.pack_share) + self.asked_cny_per_kwh

    def build(self, offer: "UsedPacks", income_cny_per_kw: float, spread: float) -> float:
        """Take off what is worn out, add a year's stations and return their MW."""
        cost = self._yearly_cny_per_kwh(offer) * offer.hours
        wanted = offer.allowed_share * offer.room_mw * built_share(income_cny_per_kw, cost, spread)
        built_mw = min(wanted, offer.offered_mwh / offer.hours)
        self.built_mwh = self.taken_mwh = built_mw * offer.hours
        self.mw = self.mw * (1.0 - 1.0 / self.life_years) + built_mw
        return built_mw

    def stand_in(self, offer: "UsedPacks", usual_mw: float, new_life_years: float, spread: float) -> None:
        """Serve in usual stations that are built or renewed, where that costs less over the years; after :meth:`build`.

        ``usual_mw`` is what stands of them: others decide that, owners choose the packs.
        """
        due = max(usual_mw - self.stood_mw, 0.0) + self.stood_mw / new_life_years
        new = float(annuity(offer.required_return, new_life_years)) + offer.fixed_cost_share
        cheaper = built_share(new * offer.new_cny_per_kwh, self._yearly_cny_per_kwh(offer), spread)
        left_mw = max(offer.offered_mwh - self.taken_mwh, 0.0) / offer.hours
        taken_mw = min(offer.allowed_share * due * cheaper, left_mw)
        self.usual_mw = min(self.usual_mw * (1.0 - 1.0 / self.life_years) + taken_mw, usual_mw)
        self.taken_mwh += taken_mw * offer.hours
        self.stood_mw = usual_mw

    def _yearly_cny_per_kwh(self, offer: "UsedPacks") -> float:
        """CNY a year of a kWh in a station with used packs."""
        yearly = float(annuity(offer.required_return, self.life_years)) + offer.fixed_cost_share
        return yearly * self.capex(offer.new_cny_per_kwh)

    def cost_cny(self, new_cny_per_kwh: float) -> tuple[float, float]:
        """Return what investors' own stations of the year paid to makers, and what all paid to recyclers."""
        makers = 1000.0 * self.built_mwh * new_cny_per_kwh * (1.0 - self.pack_share)
        return makers, 1000.0 * self.taken_mwh * self.asked_cny_per_kwh

    def spared_cny(self, new_cny_per_kwh: float) -> float:
        """Return what usual stations of the year need not pay to makers, as used packs serve in them."""
        return 1000.0 * (self.taken_mwh - self.built_mwh) * self.pack_share * new_cny_per_kwh


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
