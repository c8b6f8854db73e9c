"""What several tests share."""

import signal

import pytest

from abm import load_region

# A shell that starts the tests in the background has Ctrl-C ignored, and children would inherit that: some test it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def tiny():
    """The made-up region."""
    return load_region("tiny")


@pytest.fixture
def english(monkeypatch) -> None:
    """An English locale, whatever the machine's."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
