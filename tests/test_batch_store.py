"""The file that keeps every finished run, and the folder that holds it: one process, one batch, no half tables."""

import os
import sqlite3
from contextlib import closing

import pandas as pd
import pytest

from abm.errors import UserError
from abm.output import output_folder
from experiments.batch.design_file import read_design
from experiments.batch.engine import held_batch
from experiments.batch.outcome import Finished
from experiments.batch.processes import Processes
from experiments.batch.store import FILE, SCHEMA, Store
from experiments.batch.tables import RUNS, write_tables
from tests.batch_jobs import SHORT, Sometimes, made_up_work, trials


def test_tables_of_two_moments_do_not_pass_for_one_batch(tmp_path, monkeypatch):
    """Repeated and killed between two tables, one would say what the other does not know of."""
    from experiments.batch import engine, reading

    text = SHORT.replace("[-1, 1]", "[-1, 0, 1]")
    design = read_design(text)
    engine.carry_out_with(Sometimes(tmp_path / "mend"), design, text, tmp_path, Processes(1))
    assert (pd.read_parquet(tmp_path / RUNS)["state"] == "failed").sum() == 1
    (tmp_path / "mend").touch()
    whole = write_tables

    def killed(folder, *told):
        whole(folder, *told)
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "write_tables", killed)
    with pytest.raises(KeyboardInterrupt):
        engine.carry_out_with(Sometimes(tmp_path / "mend"), design, text, tmp_path, Processes(1), rerun_failed=True)
    with pytest.raises(UserError, match="the batch is not finished; start it again"):
        reading.read_batch(tmp_path)
    monkeypatch.undo()
    engine.carry_out_with(Sometimes(tmp_path / "mend"), design, text, tmp_path, Processes(1))
    assert (reading.read_batch(tmp_path).runs["state"] == "done").all()


def test_the_store_is_written_through(tmp_path):
    store = Store(tmp_path)
    assert store._base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store._base.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    store.close()


def test_a_commit_can_be_read_by_others_at_once(tmp_path):
    store = Store(tmp_path)
    pool = Processes(1).carry_out(made_up_work, trials(1))
    store.commit(next(pool))
    other = sqlite3.connect(tmp_path / FILE)
    assert other.execute("SELECT count(*) FROM run").fetchone() == (1,)
    other.close()
    store.close()
    pool.close()


def test_a_spoilt_store_is_an_error_of_one_line(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database, but something else" * 50)
    with pytest.raises(UserError, match="file is not a database"):
        Store(tmp_path)


@pytest.mark.parametrize("table", ["photos (id, what)", "run (id INTEGER PRIMARY KEY, what TEXT)"])
def test_a_file_of_another_program_is_refused_and_left_as_it_is(table, tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE)) as base:
        base.execute(f"CREATE TABLE {table}")
    before = (tmp_path / FILE).read_bytes()
    for read_only in (True, False):
        with pytest.raises(UserError, match="has tables of another program; choose another folder"):
            Store(tmp_path, read_only=read_only)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_store_whose_making_was_killed_half_way_is_made_whole(tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE)) as base:
        base.execute(SCHEMA.split(";")[0])
    with closing(Store(tmp_path)) as store:
        assert store.about() == {} and store.states() == {}


FACTS = {"format": "1", "identity": "a", "design": "", "region": "tiny", "n_runs": "1", "code": "{}", "data": "d"}


def test_a_second_process_is_refused(tmp_path):
    with (
        output_folder(tmp_path),
        pytest.raises(UserError, match=f"in use by process {os.getpid()}"),
        held_batch(tmp_path, FACTS),
    ):
        pass


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"identity": "b"}, "another design"), ({"code": '{"hash": "x"}'}, "other code"), ({"data": "e"}, "other data")],
)
def test_a_folder_of_another_batch_is_refused(changed, told, tmp_path):
    with held_batch(tmp_path, FACTS):
        pass
    with held_batch(tmp_path, FACTS):  # the same again is welcome
        pass
    with pytest.raises(UserError, match=told), held_batch(tmp_path, FACTS | changed):
        pass


def test_a_folder_of_a_single_run_is_refused(tmp_path):
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(UserError, match="holds another run"), held_batch(tmp_path, FACTS):
        pass
    assert not (tmp_path / FILE).exists()


def test_a_finished_run_is_bytes():
    done = made_up_work(trials(1)[0])
    assert isinstance(done, Finished)
    assert isinstance(done.rows, bytes)
