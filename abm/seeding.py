"""The first states of many SFC64 streams at once, the very ones that NumPy works out key by key.

NumPy takes 20 microseconds to make a generator of a key, and a run asks for a dozen streams each year. The same
arithmetic over all their keys, a few hundred operations on arrays, costs less than a microsecond a stream. NumPy
promises that it stays as it is (``SeedSequence`` mixes the key, ``SFC64`` starts from that); a test compares.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np

WORDS = 4  # of 32 bits in a key, and in the pool into which they are mixed
SEEDS = 3  # of 64 bits that start a stream
ROUNDS = 12  # drawn before the first number that counts


def _powers(first: int, factor: int, n: int) -> list[np.uint32]:
    """Return ``first`` times 1, factor, factor squared ... of 32 bits."""
    return [np.uint32(first * pow(factor, i, 2**32) % 2**32) for i in range(n)]


_INTO_POOL = _powers(0x43B0D7E5, 0x931E8875, WORDS * WORDS + 1)
_OUT_OF_POOL = _powers(0x8B51F9DD, 0x58F38DED, 2 * SEEDS + 1)
_LEFT, _RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)


def first_states(keys: Sequence[bytes]) -> np.ndarray:
    """Return (n_keys, 4) u8, the state of ``SFC64`` seeded with each key of sixteen bytes."""
    words = np.frombuffer(b"".join(keys), dtype="<u4").reshape(-1, WORDS).T
    pool = [_hashed(word, _INTO_POOL, i) for i, word in enumerate(words)]
    for step, (source, target) in enumerate(permutations(range(WORDS), 2), start=WORDS):
        mixed: np.ndarray = pool[target] * _LEFT - _hashed(pool[source], _INTO_POOL, step) * _RIGHT
        pool[target] = mixed ^ (mixed >> np.uint32(16))
    seeds = np.stack([_hashed(pool[i % WORDS], _OUT_OF_POOL, i) for i in range(2 * SEEDS)], axis=1)
    return _started(*seeds.view("<u8").T)


def _hashed(word: np.ndarray, constants: list[np.uint32], step: int) -> np.ndarray:
    found = (word ^ constants[step]) * constants[step + 1]
    return found ^ (found >> np.uint32(16))


def _started(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return the states after the rounds that no number is taken from."""
    for count in range(1, ROUNDS + 1):
        drawn = a + b + np.uint64(count)
        a, b = b ^ (b >> np.uint64(11)), c + (c << np.uint64(3))
        c = ((c << np.uint64(24)) | (c >> np.uint64(40))) + drawn
    return np.stack([a, b, c, np.full(len(a), ROUNDS + 1, dtype=np.uint64)], axis=1)


def state_of(row: np.ndarray) -> dict[str, Any]:
    """Return a row of :func:`first_states` as NumPy's ``SFC64`` takes it."""
    return {"bit_generator": "SFC64", "state": {"state": row}, "has_uint32": 0, "uinteger": 0}
