"""Run a test once more in a network namespace of its own, in which there is no outside to reach."""

import os
import subprocess
import sys
from pathlib import Path

ALONE = "TANFENG_TEST_ALONE"
INSIDE = ("unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


def ran_alone(file):
    """Return True once all tests of a file have passed in a namespace; False inside it, or where there is none."""
    if os.environ.get(ALONE):
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
