"""Reads back the folder of a run."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from abm.errors import UserError


def read_facts(folder: str | Path) -> dict[str, Any]:
    """Return the content of ``run.json``.

    Raises:
        UserError: the folder is not one of a run.
    """
    path = Path(folder) / "run.json"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}; the folder of a run has one") from None
    except ValueError:
        raise UserError(f"{path} is not readable as JSON") from None
    if not facts.get("runs"):
        raise UserError(f"{path} names no run")
    return facts


def read_results(folder: str | Path) -> pd.DataFrame:
    """Return the long table, words as plain text.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    path = Path(folder) / "results.parquet"
    try:
        frame = pd.read_parquet(path)
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise UserError(f"{path} is not readable: {error}") from None
    words = ["run", "county", "sector", "variable", "unit"]
    return frame.assign(**{name: frame[name].astype(str) for name in words})
