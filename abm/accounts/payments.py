"""What each payment is for, and which sector pays or gets it where no firm of the lists does: ``payments.csv``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from abm.accounts.words import SECTORS
from abm.tables import read_rows

KINDS = ("energy", "investment", "levies", "support", "sales")
REST = SECTORS.index("other_industry")


@dataclass(frozen=True)
class About:
    """What is known of an item: ``kind`` is a number in ``KINDS``, ``payer`` and ``receiver`` in ``SECTORS``.

    ``work`` says what kind of work at the place it pays: ``works``, ``equipment`` that is fitted, or none.
    """

    kind: int
    payer: int
    receiver: int
    work: str


UNLISTED = About(KINDS.index("sales"), REST, REST, "")


@cache
def listed() -> dict[str, About]:
    """Return item -> what it is, as in ``payments.csv``."""
    rows = read_rows(Path(__file__).parent / "payments.csv")
    return {
        row["item"]: About(
            KINDS.index(row["kind"]), _sector(row["payer_sector"]), _sector(row["receiver_sector"]), row["work"]
        )
        for row in rows
    }


def about(payments: Sequence[tuple]) -> list[About]:
    """Return what each of a ledger's payments is."""
    known = listed()
    return [known.get(item, UNLISTED) for item, *_ in payments]


def _sector(name: str) -> int:
    return SECTORS.index(name) if name else REST
