"""Makes the answers of ``docs/laboratory.md``; see ``experiments/laboratory/command.py``."""

import sys

from experiments.laboratory.command import main

if __name__ == "__main__":
    sys.exit(main())
