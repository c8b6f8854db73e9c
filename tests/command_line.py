"""Command lines as tests try them: wrong ones, and ones that are killed."""

import subprocess
import sys
from pathlib import Path

from experiments.cli import main

ROOT = Path(__file__).parent.parent


def refused(capsys, *words: str) -> str:
    """What a wrong command line is told; it prints nothing else and ends with code 2."""
    assert main(list(words)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err


def killed_at(line: str, *words: str) -> None:
    """Kill a command, as a power cut would, as soon as its progress shows a line that begins so."""
    command = [sys.executable, "-m", "experiments.cli", *words]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        next(told for told in process.stderr if told.startswith(line))
        process.kill()


def run(*words: str) -> subprocess.CompletedProcess:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "experiments.cli", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def steps(told: str) -> list[str]:
    """Return the numbers of a command's progress, such as ``[2/6]``."""
    return [line.split("]")[0] + "]" for line in told.splitlines() if line.startswith("[")]
