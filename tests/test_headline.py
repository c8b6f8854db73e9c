"""The headline of a batch from tables made by hand, so that each share can be counted."""

import re

import numpy as np
import pandas as pd
import pytest

from abm.region import load_region
from experiments.batch.factors import Factor
from experiments.batch.samplers import Sampler
from experiments.headline import Tables, headline
from experiments.headline_text import headline_text
from experiments.language import Speech
from experiments.plots.headline import peaks_picture

RUNS = pd.DataFrame(
    [  # run, storyline, state, peak_state, peak_year, peak_mt
        (0, "steady", "done", "peaked", 2026, 100.0),
        (1, "steady", "done", "peaked", 2030, 110.0),
        (2, "steady", "done", "peaked", 2033, 120.0),
        (3, "steady", "done", "not yet peaked", 2035, 130.0),
        (4, "slump", "done", "peaked", 2024, 90.0),
        (5, "slump", "failed", None, None, None),
    ],
    columns=["run", "storyline", "state", "peak_state", "peak_year", "peak_mt"],
).assign(
    package="plan", point=0, seed=range(6), population_seed=0, peak_at_start=[False, False, False, False, True, None]
)
TARGETS = pd.DataFrame(
    [
        *((run, "T01", state) for run, state in enumerate(["met", "met", "missed", "no data", "missed"])),
        *((run, "T02", "deliverable") for run in range(5)),
    ],
    columns=["run", "id", "state"],
)


def of(until: int = 2060) -> dict[str, dict]:
    return {entry["storyline"]: entry for entry in headline(Tables(RUNS, TARGETS, until))}


def test_one_storyline_is_not_told_twice():
    runs = RUNS[RUNS["storyline"] == "steady"]
    entries = headline(Tables(runs, TARGETS[TARGETS["run"] < 4], 2060))
    assert [entry["storyline"] for entry in entries] == ["steady", "all"]
    told = headline_text(entries, "latin_hypercube", None, Speech("en"))
    assert told.count("plan  ") == 1 and "plan all" not in told and "plan steady" in told


def test_storylines_come_first_then_all_of_them():
    assert list(of()) == ["steady", "slump", "all"]
    assert [(e["runs"], e["failed"]) for e in of().values()] == [(4, 0), (1, 1), (5, 1)]


def test_the_share_with_a_peak_counts_runs_that_are_done():
    assert of()["steady"]["peak"]["share_by"] == 2 / 4  # 2026 and 2030, of 2026, 2030, 2033 and none
    assert of()["slump"]["peak"]["share_by"] == 1.0
    assert of()["all"]["peak"]["share_by"] == 3 / 5


def test_year_and_height_are_those_of_the_runs_that_have_peaked():
    peak = of()["steady"]["peak"]
    assert peak["year"]["median"] == 2030
    assert peak["years"] == {2026: 1, 2030: 1, 2033: 1}
    assert peak["height_mt"] == pytest.approx({"low": 101, "median": 110, "high": 119})
    assert peak["states"] == {"peaked": 3, "not yet peaked": 1}
    assert of()["slump"]["peak"]["n_at_start"] == 1


def test_runs_that_end_too_early_say_nothing_of_a_peak_by_2030():
    """A peak in 2030 needs 2031 to 2035, and a three-year mean of 2035 needs 2036."""
    assert of(2036)["all"]["peak"]["share_by"] == 3 / 5
    assert of(2035)["all"]["peak"]["share_by"] is None


def test_a_target_is_met_as_a_share_of_the_runs_that_score_it():
    first, second = of()["all"]["targets"]
    assert (first["id"], first["share_met"], first["n_scored"]) == ("T01", 2 / 4, 4)  # no data is not scored
    assert first["states"] == {"met": 2, "missed": 2, "no data": 1}
    assert (second["share_met"], second["n_scored"]) == (None, 0)


def test_a_share_has_the_interval_of_its_points_and_not_of_its_runs():
    """By hand (Wilson): 3 of 4 is 0.75, with 4 draws from 0.301 to 0.954; 8 runs of them tell no more."""
    points = pd.DataFrame(
        {"run": range(8), "point": [0, 0, 1, 1, 2, 2, 3, 3], "seed": [1, 2] * 4, "population_seed": 0,
         "storyline": "steady", "state": "done", "package": "plan",
         "peak_state": "peaked", "peak_year": [2028] * 6 + [2033] * 2, "peak_mt": 1.0, "peak_at_start": False}
    )  # fmt: skip
    targets = pd.DataFrame({"run": range(8), "id": "T01", "state": ["met"] * 6 + ["missed"] * 2})
    entry = headline(Tables(points, targets, 2060, "latin_hypercube"))[0]
    ends = pytest.approx((0.3006, 0.9544), abs=1e-4)
    assert entry["draws"] == 4
    assert (entry["peak"]["share_by_low"], entry["peak"]["share_by_high"]) == ends
    assert (entry["targets"][0]["share_met_low"], entry["targets"][0]["share_met_high"]) == ends
    text = headline_text([entry], "latin_hypercube", None, Speech("en"))
    assert "6/8 75% (30%–95%)" in text and "count the 4 points" in text
    still = headline(Tables(points, targets, 2060, "morris"))[0]
    assert (still["draws"], still["peak"]["share_by_low"]) == (0, None)
    assert "6/8 75%  " in headline_text([still], "morris", None, Speech("en"))
    one = headline(Tables(points.assign(point=0, seed=range(8)), targets, 2060, "none"))[0]
    assert one["draws"] == 8 and one["peak"]["share_by_low"] == pytest.approx(0.409, abs=1e-3)


def test_points_that_a_sobol_design_makes_of_a_base_point_are_one_draw():
    """Two factors, so a base point has four rows that differ in one of them: eight rows are two draws."""
    pytest.importorskip("SALib")
    factors = tuple(Factor("driver", f"demand.{n}", -1.0, 1.0, ()) for n in ("steel", "coke"))
    design = Sampler("sobol", points=2, seed=1)
    rows = design.draw(factors)
    assert design.points_per_draw(factors) == 4 and len(rows) == 8
    for base in (rows[:4], rows[4:]):
        assert all((row == base[0]).any() for row in base[1:3])  # the first with the other factor exchanged
    runs = pd.DataFrame(
        {"run": range(8), "point": range(8), "seed": 1, "population_seed": 0, "storyline": "steady", "state": "done",
         "package": "plan", "peak_state": "peaked", "peak_year": 2028, "peak_mt": 1.0, "peak_at_start": False}
    )  # fmt: skip
    targets = pd.DataFrame({"run": range(8), "id": "T01", "state": "met"})
    entry = headline(Tables(runs, targets, 2060, "sobol", design.points_per_draw(factors)))[0]
    assert entry["draws"] == 2 and entry["peak"]["share_by_low"] == pytest.approx(0.342, abs=1e-3)
    assert "count the 2 base points" in headline_text([entry], "sobol", None, Speech("en"))


def test_seeds_that_storylines_share_are_drawn_once():
    """Two storylines with the same four seeds: over both the interval is that of four draws, not of eight."""
    runs = pd.DataFrame(
        {"run": range(8), "point": 0, "seed": [1, 2, 3, 4] * 2, "population_seed": 0, "package": "plan",
         "storyline": ["steady"] * 4 + ["slump"] * 4, "state": "done", "peak_state": "peaked",
         "peak_year": [2028, 2028, 2028, 2033] * 2, "peak_mt": 1.0, "peak_at_start": False}
    )  # fmt: skip
    targets = pd.DataFrame({"run": range(8), "id": "T01", "state": (["met"] * 3 + ["missed"]) * 2})
    *each, both = headline(Tables(runs, targets, 2060, "none"))
    assert [entry["draws"] for entry in (*each, both)] == [4, 4, 4]
    assert (both["peak"]["share_by_low"], both["targets"][0]["share_met_low"]) == pytest.approx((0.3006,) * 2, abs=1e-4)
    assert "count the 4 seeds and populations" in headline_text([both], "none", None, Speech("en"))
    people = runs.assign(population_seed=[0] * 4 + [1] * 4, storyline="steady")
    assert headline(Tables(people, targets, 2060, "none"))[0]["draws"] == 8


def test_a_point_of_a_grid_is_no_draw_though_it_alone_is_done():
    runs = RUNS.assign(point=[0, 0, 0, 0, 0, 1])  # the run of the second point has failed
    assert [entry["draws"] for entry in headline(Tables(runs, TARGETS, 2060, "grid"))] == [0, 0, 0]


def test_no_run_done_is_no_share():
    failed = RUNS[RUNS["run"] == 5]
    entry = headline(Tables(failed, TARGETS, 2060))[-1]
    assert entry["peak"]["share_by"] is None
    assert entry["peak"]["year"] is None
    assert entry["targets"] == []


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("none", "no assumption is sampled"),
        ("morris", "the points of a morris design do not stand for the whole range"),
        ("latin_hypercube", "these are shares of runs, not probabilities"),
    ],
)
def test_the_headline_says_what_its_points_stand_for(method, told):
    text = headline_text(headline(Tables(RUNS, TARGETS, 2060)), method, None, Speech("en"))
    assert told in text.splitlines()[-1]
    assert ("whole range" in text) == (method == "morris")


def test_one_run_is_told_as_one():
    text = headline_text(headline(Tables(RUNS[RUNS["run"] == 0], TARGETS, 2060)), "none", None, Speech("en"))
    assert "count one seed and population, which all storylines share" in text


def test_a_picture_of_runs_that_all_failed_is_empty_and_no_error():
    runs = RUNS.assign(state="failed", peak_state=None, peak_year=np.nan, peak_mt=np.nan)
    entries = headline(Tables(runs, TARGETS[:0], 2060))
    stories = {"steady": "steady", "slump": "slump"}
    assert peaks_picture(runs, entries, "plan", stories, Speech("en")).startswith(b"\x89PNG")


def test_targets_of_the_same_share_are_told_apart_by_their_years():
    targets = pd.DataFrame([(0, "T01", "met"), (0, "T05", "missed")], columns=["run", "id", "state"])
    entries = headline(Tables(RUNS[RUNS["run"] == 0], targets, 2060))
    told = headline_text(entries, "none", load_region("luliang"), Speech("en"))
    assert re.search(r"T01 (.*) 2025 +100%", told)[1] == re.search(r"T05 (.*) 2030 +0%", told)[1]


def test_it_says_how_much_each_storyline_weighs_in_what_is_told_of_all():
    unequal = headline_text(list(of().values()), "latin_hypercube", None, Speech("en"))
    assert "every storyline weighs as much as it has runs" in unequal  # four runs and one
    whole = RUNS[RUNS["run"].isin([0, 4])]
    equal = headline(Tables(whole, TARGETS, 2060))
    assert '"all" every storyline weighs the same' in headline_text(equal, "latin_hypercube", None, Speech("en"))
    assert "各情景权重相同" in headline_text(equal, "latin_hypercube", None, Speech("zh"))
    alone = headline(Tables(RUNS[RUNS["storyline"] == "slump"], TARGETS, 2060))
    assert "weighs" not in headline_text(alone, "latin_hypercube", None, Speech("en"))
