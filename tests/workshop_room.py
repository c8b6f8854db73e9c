"""A room's server, started by the real command and ended without a word, as a laptop's battery would."""

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SMALL = ("--region", "tiny", "--scale", "0.02", "--days", "6")


@contextmanager
def room(folder, port=0, words=SMALL):
    """Yield (address, secret, code, process) of a running room."""
    command = [sys.executable, "-m", "experiments.cli", "workshop", *words, "--data", str(folder)]
    command += ["--no-browser", "--port", str(port), "--lang", "en"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told, found = "", None
    for line in process.stdout:
        told += line
        found = re.search(r"facilitator: (http://\S+?)facilitator#(\S+)", told)
        if "Ctrl-C" in line and found:
            break
    if not found:
        raise RuntimeError(f"the room did not open: {told}")
    try:
        yield found[1], found[2], re.search(r"code: (\w+)", told)[1], process
    finally:
        process.terminate()
        process.communicate(timeout=120)
