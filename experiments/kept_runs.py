"""The runs that a command line asks for; in a folder each is kept once it is finished, and a killed command goes on."""

import json
from argparse import Namespace
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa

from abm.errors import UserError
from abm.provenance import code_version, data_hash
from abm.region import Region
from abm.results import Results, Run
from experiments.batch.outcome import Finished, Outcome
from experiments.batch.trial import stream_of
from experiments.folder import Held
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.progress import announce, ticker
from experiments.requests import Request, carry_out, numbered, runs_of
from experiments.results_folder import load_results, read_facts, run_of
from experiments.text import counted


def results_of(wanted: Sequence[Request], held: Held | None, args: Namespace, say: Speech) -> Results:
    """Make the runs that the folder does not have yet; without a folder all of them.

    What is kept is read back in either case, so a command that was killed ends in the same bytes as one that was not.

    Args:
        wanted: the runs.
        held: the folder, held.
        args: of the command line: workers, region, progress.
        say: the language.
    """
    if held is None:
        return carry_out(wanted, args.workers, ticker(args, say, len(wanted)))
    store, region = held.store, chosen_region(args.region)
    if found := _finished_before(held.path, region):
        announce(say("文件夹中已有这些运行：读取，不重做", "the folder has these runs: they are read, not made again"))
        return found
    kept = store.states()
    if kept:
        announce(
            say(
                f"{len(kept)}/{len(wanted)} 次运行已保存，从此续算",
                f"{len(kept)} of {counted(len(wanted), 'run is', 'runs are')} kept; going on from there",
            )
        )
    missing = [job for job in numbered(wanted) if job.number not in kept]
    for made in runs_of(missing, args.workers, ticker(args, say, len(wanted), n_kept=len(kept))):
        store.commit(Outcome(made.number, _finished(made.run), made.seconds))
    told = (json.loads(facts) for _, facts in store.facts())
    return Results(tuple(run_of(one, _frame(rows), region) for one, (_, rows) in zip(told, store.rows(), strict=True)))


def _finished_before(folder: Path, region: Region) -> Results | None:
    """Return the runs of a folder that is finished, if code and data are what they were; they are the same runs."""
    if not (folder / "run.json").exists():
        return None
    facts = read_facts(folder)
    if (facts.get("code"), facts.get("data")) != (code_version(), {region.id: data_hash(region)}):
        return None
    try:
        return load_results(folder, region)
    except UserError:  # its table is gone or spoilt
        return None


def _finished(run: Run) -> Finished:
    return Finished(stream_of(run.table), json.dumps(run.facts(), ensure_ascii=False))


def _frame(rows: bytes) -> pd.DataFrame:
    return pa.ipc.open_stream(BytesIO(rows)).read_pandas()
