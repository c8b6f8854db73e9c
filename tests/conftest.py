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


@pytest.fixture
def room(tmp_path):
    """A workshop's hall and the address of its server."""
    from tests.workshop_calls import served_room  # needs what comes with the application

    with served_room(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def explorer():
    """The page's state in the tiny region: a package saved as plain, then two levers moved."""
    from tests.app_explorer import opened  # needs what comes with the application

    return opened()
