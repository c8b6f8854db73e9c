"""Ctrl-C and SIGTERM at any moment: one line, code 130 or 143, and what was saved is said."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from experiments.arguments import COMMANDS
from experiments.batch.processes import Processes
from tests.batch_jobs import SECONDS_OF_A_STUBBORN_RUN, stubborn, trials
from tests.command_line import ROOT

MANY = """[design]
region = "tiny"
scale = 1.0
packages = ["plan"]
storylines = ["steady"]
seeds = 500
until = 2036
"""
pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_at_once_and_says_what_was_saved(workers, tmp_path):
    command = [sys.executable, "-m", "experiments.cli", "run", "plan", "--region", "tiny", "--scale", "1",
               "--seeds", "500", "--workers", workers, "--progress", "--out", str(tmp_path / "a")]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the children too
        try:
            told = process.communicate(timeout=300)[1]
        finally:
            with suppress(ProcessLookupError):  # leaving `with` waits for it
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert "nothing was saved" in told
    assert "Traceback" not in told
    assert not (tmp_path / "a").exists()


def test_processes_leave_ctrl_c_to_the_users_from_their_first_line_on():
    from experiments.batch.processes import interrupts_held

    ask = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    with pytest.raises(KeyboardInterrupt), interrupts_held():
        told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # held, not lost
        held = True
    assert told.strip() == "True"
    assert held


INTERRUPTED_AT = """
import os, signal, sys, time
from importlib.abc import MetaPathFinder


class Interrupt(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.{sent})
            time.sleep(0)  # where it is taken


sys.meta_path.insert(0, Interrupt())
from experiments.cli import main
sys.exit(main())
"""


def test_workers_end_at_once_though_they_heed_no_gentle_signal():
    """Else one that ignores SIGTERM, as it does where its starter did, is waited for until its run is over."""
    with Processes(2).opened() as team:
        outcomes = team.carry_out(stubborn, trials(4))
        next(outcomes)
        there = [worker.process for worker in team.members]
        pids = [process.pid for process in there]
        assert len(pids) == 2 and all(process.is_alive() for process in there)
        started = time.monotonic()
        outcomes.close()
    assert time.monotonic() - started < SECONDS_OF_A_STUBBORN_RUN / 10
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


KILLED = {"run": ("run", "plan", "--region", "tiny", "--scale", "1", "--seeds", "500"), "batch": ("batch", "many.toml")}


@pytest.mark.slow
@pytest.mark.parametrize(("command", "workers"), [("run", "1"), ("run", "2"), ("batch", "2")])
def test_sigterm_ends_a_command_like_ctrl_c(command, workers, tmp_path):
    """Sent to the main process alone, as `kill` and service managers do, when the first runs are there."""
    (tmp_path / "many.toml").write_text(MANY, encoding="utf-8")
    options = ["--workers", workers, "--lang", "en", "--progress", "--out", str(tmp_path / "a")]
    line = [sys.executable, "-m", "experiments.cli", *KILLED[command], *options]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        line, cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        next(told for told in process.stderr if re.match(r"\[[4-9]/500\]", told))
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=300)[1]
    assert process.returncode == 143
    assert re.search(r"^ended by SIGTERM: \d+ runs are kept; start again and it goes on$", told, re.M), told
    assert "Traceback" not in told


def test_sigterm_while_a_command_is_being_loaded_is_one_line():
    told = interrupted_at("numpy", "compare", "current", "plan", "--lang", "en", sent="SIGTERM")
    assert (told.returncode, told.stdout, told.stderr) == (143, "", "ended by SIGTERM: nothing was saved\n")


def test_a_command_whose_starter_ignores_sigterm_still_ignores_it():
    code = ("import signal, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            + INTERRUPTED_AT.format(name="experiments.commands.levers", sent="SIGTERM"))  # fmt: skip
    command = [sys.executable, "-c", code, "levers", "straw", "--region", "tiny"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and "straw_subsidy" in told.stdout


def interrupted_at(module: str, *words: str, sent: str = "SIGINT") -> subprocess.CompletedProcess:
    """Run a command that gets a real signal when it begins to import this module."""
    command = [sys.executable, "-c", INTERRUPTED_AT.format(name=module, sent=sent), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_ctrl_c_while_a_command_is_being_loaded_is_one_line(command):
    lang, line = ("en", "interrupted: nothing was saved\n")
    if len(command) % 2:
        lang, line = ("zh", "已中断：未保存任何结果\n")
    words = {"export": ("a", "b"), "check": ("a",), "compare": ("a", "b"), "diff": ("a", "b"), "replicates": ("a", "b"),
             "attribute": ("a", "b"), "seek": ("smoke", "--out", "a"), "design": ("new", "a")}  # fmt: skip
    needed = words.get(command, ("a",) if command in ("run", "projects", "sensitivity", "discover") else ())
    told = interrupted_at(f"experiments.commands.{command}", command, *needed, "--lang", lang)
    assert (told.returncode, told.stdout, told.stderr) == (130, "", line)


@pytest.mark.parametrize("module", ["experiments.language", "experiments.loading", "experiments.command_line",
                                    "argparse", "experiments.arguments", "abm.errors", "numpy", "pandas"])  # fmt: skip
def test_ctrl_c_at_any_moment_of_loading_is_one_line(module):
    told = interrupted_at(module, "compare", "current", "plan", "--lang", "en")
    assert (told.returncode, told.stdout, told.stderr) == (130, "", "interrupted: nothing was saved\n")


@pytest.mark.slow
def test_ctrl_c_soon_after_the_start_is_one_line():
    """By the clock: whenever the command itself has begun, its loading is over within a second or so."""
    begun = "print(1, flush=True)\nimport sys\nfrom experiments.cli import main\nsys.exit(main())"
    for i in range(25):
        command = [sys.executable, "-c", begun, "compare", "current", "plan", "--region", "tiny", "--lang", "en"]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "1\n"
            time.sleep(0.02 + 0.02 * i)
            process.send_signal(signal.SIGINT)
            told = process.communicate(timeout=300)[1]
        assert (process.returncode, told) == (130, "interrupted: nothing was saved\n"), i


def test_a_command_in_the_background_still_ignores_ctrl_c():
    code = ("import signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
            + INTERRUPTED_AT.format(name="experiments.commands.levers", sent="SIGINT"))  # fmt: skip
    command = [sys.executable, "-c", code, "levers", "straw", "--region", "tiny"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and "straw_subsidy" in told.stdout
