"""What small samples cost is measured, kept with the version it was measured with, and shown."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm.region import load_region
from benchmarks import bench_scale
from experiments import scale_error
from experiments.app.boards import trust
from experiments.language import Speech
from experiments.themes import THEMES
from experiments.web.ask import Place
from experiments.web.files import SCALE


def test_an_error_is_mean_interval_and_what_one_run_is_off_by():
    # four runs, off by 1, 3, 1 and 3 %: mean 2, root mean square sqrt(5); sd 1.1547 / 2 x t 3.182 = 1.837
    found = scale_error.Error.of(np.array([0.01, 0.03, 0.01, 0.03]))
    assert (found.bias, found.typical) == pytest.approx((0.02, 0.01 * np.sqrt(5)))
    assert found.half_width == pytest.approx(0.01837, rel=1e-3)
    assert not found.is_covered
    assert scale_error.Error.of(np.array([-0.01, 0.012])).is_covered


def test_the_page_s_own_settings_and_those_of_the_files_were_measured():
    measured, place = scale_error.read(), Place()
    assert measured.setting(place.scale, place.n_days) is not None
    assert {one.scale for one in measured.settings} == {place.scale, SCALE}
    assert len(scale_error.CHECKED) == 20
    for setting in measured.settings:
        assert set(setting.level) == set(setting.effect) == set(scale_error.CHECKED)
        assert all(set(years) == set(scale_error.YEARS) for years in setting.level.values())


def test_co2_of_the_command_line_s_scale_is_within_a_thousandth_of_everyone():
    setting = next(one for one in scale_error.read().settings if one.scale == SCALE)
    assert max(error.typical for error in setting.level[scale_error.SCORED].values()) < 1e-3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_has_a_row_for_each_indicator_and_setting(lang):
    text = scale_error.as_markdown(Speech(lang))
    assert text.count("\n| ") == 2 * (len(scale_error.CHECKED) + 2)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_trust_board_shows_it_for_the_place_and_settings_that_were_measured(lang):
    def drawn(region, place):
        pool = SimpleNamespace(place=place)
        return trust._scale_error(
            SimpleNamespace(
                say=Speech(lang),
                region=load_region(region),
                explorer=SimpleNamespace(pool=pool),
                label=str,
                unit_of=lambda name: ("Mt", 1.0),
            )
        )

    (chart,) = drawn("luliang", Place())
    assert len(chart["rows"]) == len(scale_error.CHECKED)
    assert all(len(row) == len(chart["head"]) for row in chart["rows"])
    assert drawn("tiny", Place("tiny")) == []
    assert drawn("luliang", Place(scale=0.5)) == []


def test_every_theme_of_numbers_has_a_chinese_name():
    files = {
        row.file.removesuffix(".csv") for name in ("luliang", "tiny") for row in load_region(name).parameters.rows()
    }
    assert files <= set(THEMES)


def test_pairs_that_share_no_luck_hold_the_mean_error_as_often_as_they_say():
    """Runs of one seed err together: counted as if they were independent, their interval is too narrow."""
    luck, held = np.random.default_rng(3), np.zeros(2)
    for _ in range(600):
        seeds = luck.standard_normal(4)
        shared = (seeds[:, None] + luck.standard_normal((4, 2))).ravel()
        own = luck.standard_normal(8) + luck.standard_normal(8)
        held += [scale_error.Error.of(off).is_covered for off in (shared, own)]
    assert held[1] / 600 == pytest.approx(0.95, abs=0.025)
    assert held[0] / 600 < 0.91


@pytest.mark.parametrize(
    ("counts", "told"), [({"pairs": 6}, "6 pairs"), ({"seeds": 4, "populations": 2}, "4 seeds x 2")]
)
def test_what_was_measured_says_how(counts, told):
    measured = scale_error.Measured("luliang", "", "", {}, {}, [], **counts)
    assert told in measured.how(Speech("en"))


def test_errors_are_those_of_pairs_with_the_same_seed_and_population():
    shape = (3, len(scale_error.PACKAGES), len(scale_error.CHECKED), len(scale_error.YEARS))
    whole = np.random.default_rng(1).uniform(1, 2, shape)
    found = bench_scale.setting_of(0.02, 10, 1.01 * whole, whole).level[scale_error.SCORED][2030]
    level = whole[:, -1, 0, 1]
    assert found.bias == pytest.approx(0.01)
    assert found.typical == pytest.approx(0.01 * np.sqrt(np.mean(level**2)) / level.mean())
