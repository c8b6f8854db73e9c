"""Carries a batch out: holds its folder, has what is missing made, and writes the tables at the end."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from abm.errors import UserError
from abm.output import output_folder, write_whole
from abm.provenance import code_version, data_hash
from abm.region import Region
from experiments.batch.design import Design
from experiments.batch.outcome import Backend, Work
from experiments.batch.store import FILE, KEPT, Store
from experiments.batch.tables import write_tables
from experiments.batch.trial import version_of, work
from experiments.batch.working import Count, Notify, count, work_through

FORMAT = "1"
SUMMARY = "batch.json"  # the last that is written: a folder without it is not finished
KINDS = {
    "batch": "tanfeng batch",
    "attribution": "tanfeng attribute",
    "search": "tanfeng seek",
    "pilot": "tanfeng replicates",
    "run": "tanfeng run",
    "comparison": "tanfeng compare",
}
OTHERS = {
    "batch": "a batch of another design",
    "attribution": "another attribution",
    "search": "a search of another design or question",
    "pilot": "another pilot",
    "run": "another run that is not finished",
    "comparison": "another comparison that is not finished",
}
FOREIGN = ("run.json", "results.parquet", "targets.csv", "report.html")


def carry_out_batch(
    design: Design,
    text: str,
    folder: Path,
    backend: Backend,
    *,
    rerun_failed: bool = False,
    notify: Notify | None = None,
) -> Count:
    """Make the runs of a design that the folder does not have yet, then write the tables.

    Args:
        design: what is to be run.
        text: the design as it was written, kept in the folder.
        folder: where the runs are kept.
        backend: who does the work.
        rerun_failed: also repeat the runs that failed before.
        notify: called after each commit.

    Raises:
        UserError: the folder is of another design, code or data, is in use, or cannot be written.
    """
    do = partial(work, made_with=version_of(design.region))
    return carry_out_with(do, design, text, folder, backend, rerun_failed=rerun_failed, notify=notify)


def carry_out_with(
    do: Work,
    design: Design,
    text: str,
    folder: Path,
    backend: Backend,
    *,
    rerun_failed: bool = False,
    notify: Notify | None = None,
) -> Count:
    """Carry a design out with another work than the model's run; see :func:`carry_out_batch`."""
    with held_batch(folder, facts_of(design, text)) as store:
        before = store.states()
        if work_through(store, design.trials, do, backend, rerun_failed=rerun_failed, notify=notify):
            if rerun_failed or before != store.states():  # killed between two tables, none passes for that of the other
                (folder / SUMMARY).unlink(missing_ok=True)
            write_tables(folder, store, design.trials, design.factors)
        found = count(store.states(), design.n_runs)
        seconds = round(store.seconds(), 1)
        summary = {**_readable(store.about()), **vars(found), "seconds_of_runs": seconds, "design": design.told()}
        write_whole(folder, {SUMMARY: (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode()})
    return found


def facts_of(design: Design, text: str) -> dict[str, str]:
    """Return what makes a batch that batch."""
    facts = {"identity": design.identity, "design": text, "region": design.region_name, "n_runs": str(design.n_runs)}
    return {**facts, **version_facts(design.region), "place": design.place}


def version_facts(region: Region, kind: str = "batch") -> dict[str, str]:
    """Return the version of format, code and data that runs are made with, and what asked for them."""
    code = json.dumps(code_version(), sort_keys=True)
    return {"format": FORMAT, "kind": kind, "code": code, "data": data_hash(region)}


@contextmanager
def held_batch(folder: Path, facts: dict[str, str], kept: str = KEPT) -> Iterator[Store]:
    """Hold the folder against other processes and open its store, which must be of the same batch.

    ``kept`` is what an error of the store says of the runs.

    Raises:
        UserError: it is not, is in use, or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"--out: {folder} is not a folder")
    foreign = [name for name in FOREIGN if (folder / name).exists()]
    if foreign and not (folder / FILE).exists():
        raise UserError(f"--out: {folder} holds another run: {foreign[0]}; choose another folder")
    with output_folder(folder), opened_store(folder, facts, kept) as store:
        yield store


@contextmanager
def opened_store(folder: Path, facts: dict[str, str], kept: str = KEPT) -> Iterator[Store]:
    """Open the store of a folder that is held; see :func:`held_batch`."""
    store = Store(folder, kept=kept)
    try:
        before = store.about()
        if before:
            _refuse_another(folder, before, facts)
            if facts.get("place", "") not in ("", before.get("place")):  # the design's file has moved
                store.note({"place": facts["place"]})
        else:
            store.note(facts)
        yield store
    finally:
        store.close()


def kind_of(about: dict[str, str]) -> str:
    """Return the command whose runs a folder holds."""
    return KINDS[about.get("kind", "batch")]


def differences(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Return which of design, code and data differ.

    A design is the same where it is written the same, though its packages say more in a version with more levers.
    """
    words = {"format": "format", "identity": "design", "code": "code", "data": "data"}
    found = [word for key, word in words.items() if before.get(key) != now.get(key)]
    is_written_alike = bool(before.get("design")) and before["design"] == now.get("design")
    if is_written_alike and before.get("kind", "batch") == "batch" and len(found) > 1:
        return [word for word in found if word != "design"]
    return found


def _refuse_another(folder: Path, before: dict[str, str], now: dict[str, str]) -> None:
    differ = differences(before, now)
    kind = before.get("kind", "batch")
    if kind != now.get("kind", "batch"):
        raise UserError(f"--out: {folder} holds the runs of {KINDS[kind]}; choose another folder")
    if "design" in differ:
        raise UserError(f"--out: {folder} holds {OTHERS[kind]}; choose another folder")
    if differ:
        what, told = "a batch" if kind == "batch" else "runs", " and ".join(differ)
        raise UserError(f"--out: {folder} holds {what} begun with other {told}; choose another folder")


def _readable(about: dict[str, str]) -> dict[str, Any]:
    return {
        "format": about["format"],
        "identity": about["identity"],
        "region": about["region"],
        "code": json.loads(about["code"]),
        "data": about["data"],
    }
