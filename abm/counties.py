"""The county governments of a region, and what of each programme reaches the ground."""

import mesa
import numpy as np

from abm.record import Record
from abm.region import Region
from agents.county import CHANNELS, County, delivered_share


class Counties:
    """One :class:`County` per county, and the (n_counties,) arrays that levers need."""

    def __init__(self, region: Region, model: mesa.Model) -> None:
        p = region.parameters
        capacity = {channel: p.by_county(f"county.capacity.{channel}", "share") for channel in CHANNELS}
        burden = p.by_county("county.burden", "share")
        self.agents = []
        for i, county in enumerate(region.counties):
            agent = County(model, county.code, county.name_zh, county.name_en, {c: capacity[c][i] for c in CHANNELS})
            agent.burden = float(burden[i])
            self.agents.append(agent)

    def delivery(self) -> dict[str, np.ndarray]:
        """Return channel -> (n_counties,) share delivered; the empty channel delivers all."""
        burden = np.array([county.burden for county in self.agents])
        found = {
            channel: delivered_share(np.array([county.capacity[channel] for county in self.agents]), burden)
            for channel in CHANNELS
        }
        found[""] = np.ones(len(self.agents))
        return found

    def report(self, record: Record) -> None:
        """Write the share of programmes delivered, by channel and county."""
        shares = self.delivery()
        for channel in CHANNELS:
            share = shares[channel]
            record.put(f"Delivery|{channel.capitalize()}", by_county=share, city=float(share.mean()))
