"""Ctrl-C at any moment: one line, code 130, and what was saved is said."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from experiments.arguments import COMMANDS
from tests.command_line import ROOT

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
            told = process.communicate(timeout=60)[1]
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
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0)  # where it is taken


sys.meta_path.insert(0, Interrupt())
from experiments.cli import main
sys.exit(main())
"""


def interrupted_at(module: str, *words: str) -> subprocess.CompletedProcess:
    """Run a command that gets a real SIGINT when it begins to import this module."""
    command = [sys.executable, "-c", INTERRUPTED_AT.format(name=module), *words]
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
            told = process.communicate(timeout=60)[1]
        assert (process.returncode, told) == (130, "interrupted: nothing was saved\n"), i


def test_a_command_in_the_background_still_ignores_ctrl_c():
    code = ("import signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
            + INTERRUPTED_AT.format(name="experiments.commands.levers"))  # fmt: skip
    command = [sys.executable, "-c", code, "levers", "straw", "--region", "tiny"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and "straw_subsidy" in told.stdout
