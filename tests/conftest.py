"""What several tests share."""

import gc
import signal
import subprocess

import pytest

from abm import load_region

# A shell that starts the tests in the background has Ctrl-C ignored, and children would inherit that: some test it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _thawed():
    """Free the cities that a desk froze for its forked copies: in a worker they end with it, here they pile up."""
    yield
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()


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
def small_disk(tmp_path):
    """A real file system of 200 kB; grow(size) gives it more room."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(*options: str) -> bool:
        words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    if not mount("size=200k"):
        pytest.skip("no file system can be mounted here")
    yield place, lambda size: mount("remount", f"size={size}")
    subprocess.run(["umount", str(place)], capture_output=True, check=False)


@pytest.fixture
def room(tmp_path):
    """A workshop's hall and the address of its server."""
    from tests.workshop_calls import served_room  # needs what comes with the application

    with served_room(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def explorer():
    """The page's state in the tiny region: a package saved as plain, then two levers moved."""
    from tests.app_explorer import closed, opened  # needs what comes with the application

    yield opened()
    closed()


@pytest.fixture(scope="session")
def address():
    """Where the exploring page of the tiny region is served."""
    from tests.web_browser import serving

    with serving("app", "--region", "tiny", "--scale", "0.02", "--days", "6") as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    """A headless browser; of a module, since only one can be driven at a time."""
    from tests.web_browser import chromium

    with chromium() as found:
        yield found


@pytest.fixture
def visit(browser, address):
    """Open the exploring page as somebody; in the end nothing may have gone wrong or have come from outside."""
    from tests.web_browser import Visit

    made = []

    def start(**how):
        made.append(Visit(browser, address, **how))
        made[-1].chart("sectors")
        return made[-1]

    yield start
    for one in made:
        assert one.wrong == []
        assert one.outside == []
        one.close()
