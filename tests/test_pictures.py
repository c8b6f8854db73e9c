"""The pictures of a report: nothing is pressed together, cut off or said twice."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from abm import simulate
from abm.results import Results
from experiments.language import Speech
from experiments.plots import Case, case_of, money, responses, style, styled


@pytest.fixture(scope="module")
def results() -> Results:
    return Results(tuple(simulate(name, "tiny", until=2030, scale=1.0) for name in ("current", "plan")))


def drawn_case(results: Results, lang: str) -> Case:
    return case_of(results, Speech(lang), main="plan", base="current")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("draw", [responses.six, money.who_pays])
def test_axes_keep_their_width_and_everything_stays_on_the_page(draw, lang, results):
    with styled():
        figure = draw(drawn_case(results, lang))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        page = figure.bbox
        for axes in figure.axes:
            assert axes.get_position().width > 0.33  # of two side by side
            parts = [axes.title, axes._left_title, *filter(None, [axes.get_legend()])]
            for part in parts:
                box = part.get_window_extent(canvas.get_renderer())
                assert box.x0 >= -1 and box.x1 <= page.x1 + 1, (axes.get_title(loc="left"), box)


def test_a_run_that_ends_before_the_second_year_has_one_bar_a_purse(results):
    with styled():
        bars = money.who_pays(drawn_case(results, "en")).axes[0]
    assert len(bars.patches) == len(money.PURSES)
    assert [text.get_text() for text in bars.get_legend().get_texts()] == ["mean a year to 2030"]


@pytest.mark.parametrize("until", [2023, 2030, 2040, 2060])
def test_ticks_stand_at_whole_years(until):
    figure, (axes,) = style.figure(size=(3.0, 3.0))
    style.year_axis(axes, (2020, until))
    FigureCanvasAgg(figure).draw()
    words = [text.get_text() for text in axes.get_xticklabels()]
    assert len(words) <= 9 and all(word.isdigit() for word in words)
