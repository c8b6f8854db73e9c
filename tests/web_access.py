"""What stands in the way of somebody who cannot see, point or read small print: looked for in a real page."""

from pathlib import Path

WRONGS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def wrongs(page):
    """Return what is wrong for them, as lines."""
    return page.evaluate(WRONGS)
