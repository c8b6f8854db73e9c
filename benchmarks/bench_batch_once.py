"""One timed batch in a process of its own: design, folder, workers."""

import json
import sys
from pathlib import Path

from benchmarks.bench_batch import timed_batch

if __name__ == "__main__":
    print(json.dumps(timed_batch(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
