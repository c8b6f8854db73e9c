"""How long one run takes on this machine meanwhile: the measure by which a served page may be called slow."""

import subprocess
import sys
from contextlib import contextmanager

PAUSE = 1.0  # seconds between two runs: a tenth of one core where nobody else works
LOOP = """
import sys, time
from abm import simulate
region, scale, until, pause = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
simulate("current", region, scale=scale, until=until)
print("ready", flush=True)
seed = 1
while True:
    seed += 1
    started = time.perf_counter()
    simulate("current", region, scale=scale, until=until, seed=seed)
    print(time.perf_counter() - started, flush=True)
    time.sleep(pause)
"""


@contextmanager
def pace(region, scale, until):
    """Time run after run beside the block; yield the list of their seconds, filled when the block ends."""
    command = [sys.executable, "-c", LOOP, region, str(scale), str(until), str(PAUSE)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    seconds = []
    try:
        yield seconds
    finally:
        process.terminate()
        told, _ = process.communicate(timeout=30)
        seconds += [float(line) for line in told.splitlines() if line[-1:].isdigit()]
