"""The county governments of a region, and what of each programme reaches the ground."""

import mesa
import numpy as np

from abm.record import Record
from abm.region import Region
from agents.county import CHANNELS, County, Learning, delivered_share, eased_burden, next_skill, trained_capacity
from agents.signals import GovernanceSignals

REPORTED = (*(f"Delivery|{channel.capitalize()}" for channel in CHANNELS), "Share|Officials Trained")


class Counties:
    """One :class:`County` per county, and the (n_counties,) arrays that levers need.

    What is trained and programmed in a year is delivered from the next year on.
    """

    def __init__(self, region: Region, model: mesa.Model) -> None:
        p = region.parameters
        self.capacity = np.array([p.by_county(f"county.capacity.{channel}", "share") for channel in CHANNELS])
        self.burden = p.by_county("county.burden", "share")
        self.learning = Learning(
            training_gain=p.value("county.training.gain", "share"),
            training_fade=p.value("county.training.fade", "share"),
            programme_relief=p.value("county.programme.relief", "share"),
        )
        self.skill = np.zeros(region.n_counties)
        self.programme_share = 0.0
        self.agents = []
        for i, county in enumerate(region.counties):
            capacity = dict(zip(CHANNELS, self.capacity[:, i].tolist(), strict=True))
            agent = County(model, county.code, county.name_zh, county.name_en, capacity)
            agent.burden = float(self.burden[i])
            self.agents.append(agent)
        self._now = self._delivered()

    def delivery(self) -> dict[str, np.ndarray]:
        """Return channel -> (n_counties,) share delivered; the empty channel delivers all."""
        return self._now

    def learn(self, signals: GovernanceSignals) -> None:
        """Train officials and draw up programmes, to the good of the years that follow."""
        self.skill = next_skill(self.skill, signals.trained_share, self.learning)
        self.programme_share = signals.programme_share
        self._now = self._delivered()

    def report(self, record: Record) -> None:
        """Write the share of programmes that the coming year will see delivered, by channel and county."""
        shares = np.array([*(self._now[channel] for channel in CHANNELS), self.skill])
        record.put_shares(REPORTED, shares, shares.mean(axis=1))

    def _delivered(self) -> dict[str, np.ndarray]:
        burden = eased_burden(self.burden, self.programme_share, self.learning)
        able = trained_capacity(self.capacity, self.skill, self.learning)
        for county, capacity, pressed in zip(self.agents, able.T.tolist(), burden.tolist(), strict=True):
            county.capacity = dict(zip(CHANNELS, capacity, strict=True))
            county.burden = pressed
        shares = delivered_share(able, burden)
        return {**dict(zip(CHANNELS, shares, strict=True)), "": np.ones(len(self.burden))}
