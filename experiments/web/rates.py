"""How much one client may do, and how often."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

CLIENTS_KEPT = 4096


@dataclass(frozen=True)
class Limits:
    """What one client may do; rates are per second, bursts are what may come at once."""

    body_bytes: int = 256 * 1024
    message_bytes: int = 256 * 1024
    requests_rate: float = 60.0
    requests_burst: float = 1500.0
    messages_rate: float = 60.0
    messages_burst: float = 600.0
    openings_rate: float = 1.0  # websockets: each may leave a session behind that is kept for minutes
    openings_burst: float = 240.0
    sessions_per_client: int = 64
    sessions: int = 128


@dataclass
class Bucket:
    """Allowance that fills at ``rate`` a second up to ``burst``."""

    rate: float
    burst: float
    left: float
    at: float

    def take(self, now: float) -> bool:
        """Return whether one more is allowed, and count it."""
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


class Rates:
    """A bucket for each client; the clients longest unseen are forgotten first."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def allows(self, client: str) -> bool:
        """Return whether this client may do one more thing now."""
        now = self.clock()
        bucket = self._buckets.setdefault(client, Bucket(self.rate, self.burst, self.burst, now))
        self._buckets.move_to_end(client)
        while len(self._buckets) > CLIENTS_KEPT:
            self._buckets.popitem(last=False)
        return bucket.take(now)
