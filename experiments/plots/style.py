"""One look for all pictures, and a font that has Chinese letters if the machine has one."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.text import width

LEGEND_LETTERS = 64  # of a legend at 6 points below one of two pictures side by side
CJK = re.compile(r"noto(sans|serif)?(cjk|sc)|wqy|sourcehan|simhei|msyh|pingfang|droidsansfallback|uming|ukai", re.I)
COLOURS = {"frozen": "#9a9a9a", "current": "#d08a2e", "plan": "#1f7a6d", "plan_plus": "#124e78"}
OTHERS = ("#7a4f9a", "#b0413e", "#5a6b2f", "#3a6ea5")
STACK = (
    "#3b3b3b", "#8c510a", "#bf812d", "#dfc27d", "#c7522a", "#80cdc1", "#35978f", "#01665e", "#5e81ac", "#a3be8c",
    "#b48ead", "#d08770", "#ebcb8b", "#4c566a", "#88c0d0", "#7b6888", "#a05d56", "#98abc5", "#6b486b", "#c2c2c2",
)  # fmt: skip


@cache
def cjk_font() -> str | None:
    """Return the name of a font with Chinese letters, or None; sans serif before serif."""
    files = [Path(name) for name in font_manager.findSystemFonts()]
    found = sorted(
        (path for path in files if CJK.search(path.name.replace("-", ""))),
        key=lambda path: ("serif" in path.name.lower(), "regular" not in path.name.lower(), path.name),
    )
    for path in found:
        try:
            font_manager.fontManager.addfont(path)
            return font_manager.FontProperties(fname=path).get_name()
        except (OSError, RuntimeError):
            continue
    return None


@contextmanager
def styled() -> Iterator[None]:
    """Draw with our look inside this block."""
    fonts = [name for name in (cjk_font(), "DejaVu Sans") if name]
    look = {
        "font.family": fonts,
        "font.size": 9,
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#e6e6e6",
        "axes.axisbelow": True,
        "axes.titlesize": 10,
        "axes.titlelocation": "left",
        "legend.frameon": False,
        "legend.fontsize": 8,
        "figure.dpi": 100,
        "savefig.dpi": 140,
    }
    with mpl.rc_context(look):
        yield


def colour(package: str, position: int = 0) -> str:
    """Return a package's colour."""
    return COLOURS.get(package, OTHERS[position % len(OTHERS)])


def figure(
    rows: int = 1,
    columns: int = 1,
    size: tuple[float, float] = (7.2, 3.8),
    heights: Sequence[float] | None = None,
) -> tuple[Figure, list[Axes]]:
    """Return a figure that no window knows of, and its axes in reading order."""
    drawn = Figure(figsize=size, layout="constrained")
    axes = drawn.subplots(rows, columns, squeeze=False, height_ratios=heights)
    return drawn, list(axes.flat)


def year_axis(axes: Axes, span: tuple[int, int]) -> None:
    """Let the axis run over these years, with whole years at its ticks."""
    axes.set_xlim(*span)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10]))


def legend_below(axes: Axes, below: float = -0.08) -> None:
    """Put the legend below the axes, in as many columns as fit: a wider one would press the axes together."""
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        columns = max(1, min(4, LEGEND_LETTERS // max(map(width, labels))))
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, below)}
        axes.legend(handles, labels, ncols=columns, fontsize=6, handlelength=1.2, columnspacing=1.2, **place)


def png(drawn: Figure) -> bytes:
    """Return the picture as PNG, the same bytes for the same picture."""
    stream = BytesIO()
    drawn.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
