"""Run a file's slow tests once more in a network namespace of its own, in which there is no outside to reach."""

import os
import subprocess
import sys
from pathlib import Path

from tests.web_offline import is_cut_off, loopback_up

ALONE = "TANFENG_TEST_ALONE"
INSIDE = ("unshare", "--map-root-user", "--net")


def ran_alone(file):
    """Return True once all tests of a file have passed in a namespace; False inside it, or where none can be made."""
    if os.environ.get(ALONE):
        loopback_up()
        assert is_cut_off()
        return False
    try:
        if subprocess.run([*INSIDE, "true"], capture_output=True, check=False).returncode:
            return False
    except OSError:
        return False
    command = [*INSIDE, sys.executable, "-m", "pytest", "-q", "-m", "slow", "-p", "no:cacheprovider", file]
    told = subprocess.run(
        command,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {ALONE: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]
    return True
