"""Random streams keyed by (seed, purpose, year) and indexed by agent.

Everyone draws, so the same household meets the same luck under every policy, whatever the order
of the modules or the number of workers. SFC64 draws twice as fast as a counter-based generator; its
seed sequence mixes the 128 bits of the key, so that streams of neighbouring keys are independent.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

MANY = 4096  # numbers, from which their bits are quicker turned into floats together
STEP = np.float32(2.0**-24)


def generator(seed: int, purpose: str, year: int = 0) -> np.random.Generator:
    """Return the generator of one stream; the same three words give the same numbers anywhere."""
    digest = blake2b(f"{seed}|{purpose}|{year}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.SFC64(np.frombuffer(digest, dtype="<u4")))  # as words: quicker than as one int


@dataclass(frozen=True)
class Streams:
    """The streams of one seed."""

    seed: int

    def uniform(self, purpose: str, year: int, size: int) -> np.ndarray:
        """Return (size,) float32 uniforms in [0, 1); row i belongs to agent i."""
        numbers = generator(self.seed, purpose, year)
        return numbers.random(size, dtype=np.float32) if size < MANY else _as_float(_many_bits(numbers, size))

    def uniform_of(self, rows: np.ndarray, purpose: str, year: int, size: int) -> np.ndarray:
        """Return what ``uniform(purpose, year, size).take(rows)`` returns, for a few rows of many."""
        numbers = generator(self.seed, purpose, year)
        if size < MANY:
            return numbers.random(size, dtype=np.float32).take(rows)
        return _as_float(_many_bits(numbers, size).take(rows))

    def normal(self, purpose: str, year: int, size: int) -> np.ndarray:
        """Return (size,) float32 standard normals; row i belongs to agent i."""
        return generator(self.seed, purpose, year).standard_normal(size, dtype=np.float32)


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
