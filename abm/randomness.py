"""Random streams keyed by (seed, purpose, year) and indexed by agent.

Everyone draws, so the same household meets the same luck under every policy, whatever the order
of the modules or the number of workers. SFC64 draws twice as fast as a counter-based generator; its
seed sequence mixes the 128 bits of the key, so that streams of neighbouring keys are independent.
"""

from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from abm.seeding import first_states, state_of

LARGEST_SEED = 2**63 - 1  # that a column of the results holds
AHEAD = 50  # years for which the streams of a run are begun together
MANY = 4096  # numbers, from which their bits are quicker turned into floats together
STEP = np.float32(2.0**-24)


def generator(seed: int, purpose: str, year: int = 0) -> np.random.Generator:
    """Return the generator of one stream; the same three words give the same numbers anywhere."""
    return np.random.Generator(np.random.SFC64(np.frombuffer(_key(seed, purpose, year), dtype="<u4")))


def _key(seed: int, purpose: str, year: int) -> bytes:
    return blake2b(f"{seed}|{purpose}|{year}".encode(), digest_size=16).digest()


@dataclass(frozen=True)
class Streams:
    """The streams of one seed.

    A purpose that is asked for in a second year will be asked for in the years that follow, so the streams of all
    such years are begun together: the same ones as :func:`generator` makes, ten times as quickly.
    """

    seed: int
    _asked: set[str] = field(default_factory=set, repr=False, compare=False)
    _begun: dict[tuple[str, int], np.ndarray] = field(default_factory=dict, repr=False, compare=False)
    _numbers: np.random.Generator = field(
        default_factory=lambda: np.random.Generator(np.random.SFC64(0)), repr=False, compare=False
    )

    def uniform(self, purpose: str, year: int, size: int) -> np.ndarray:
        """Return (size,) float32 uniforms in [0, 1); row i belongs to agent i."""
        numbers = self._stream(purpose, year)
        return numbers.random(size, dtype=np.float32) if size < MANY else _as_float(_many_bits(numbers, size))

    def uniform_of(self, rows: np.ndarray, purpose: str, year: int, size: int) -> np.ndarray:
        """Return what ``uniform(purpose, year, size).take(rows)`` returns, for a few rows of many."""
        numbers = self._stream(purpose, year)
        if size < MANY:
            return numbers.random(size, dtype=np.float32).take(rows)
        return _as_float(_many_bits(numbers, size).take(rows))

    def normal(self, purpose: str, year: int, size: int) -> np.ndarray:
        """Return (size,) float32 standard normals; row i belongs to agent i."""
        return self._stream(purpose, year).standard_normal(size, dtype=np.float32)

    def words(self, purpose: str, year: int, size: int) -> np.ndarray:
        """Return (size,) u8 of random bits."""
        words: np.ndarray = self._stream(purpose, year).bit_generator.random_raw(size)
        return words

    def _stream(self, purpose: str, year: int) -> np.random.Generator:
        """Return the generator of a stream; good until the next one is asked for."""
        begun = self._begun.get((purpose, year))
        if begun is None:
            if purpose not in self._asked:
                self._asked.add(purpose)
                return generator(self.seed, purpose, year)
            self._look_ahead(year)
            begun = self._begun[purpose, year]
        self._numbers.bit_generator.state = state_of(begun)
        return self._numbers

    def _look_ahead(self, year: int) -> None:
        """Begin the streams of all purposes for the years from ``year`` on."""
        wanted = [(purpose, later) for purpose in sorted(self._asked) for later in range(year, year + AHEAD)]
        states = first_states([_key(self.seed, purpose, later) for purpose, later in wanted])
        self._begun.update(zip(wanted, states, strict=True))


def _many_bits(numbers: np.random.Generator, size: int) -> np.ndarray:
    """Return (size,) u4, of which ``numbers.random(size, dtype=np.float32)`` takes the upper 24 bits; two in a word."""
    words = np.asarray(numbers.bit_generator.random_raw(-(-size // 2)), dtype="<u8")
    return words.view("<u4")[:size]


def _as_float(bits: np.ndarray) -> np.ndarray:
    """Return float32 uniforms in [0, 1) of the upper 24 bits; ``bits`` are used up."""
    bits >>= 8
    found: np.ndarray = bits.view(np.int32).astype(np.float32)  # signed ones turn into floats quicker
    found *= STEP
    return found
