"""One person's exploration: moves, ghosts, undo, spread, failures."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.app.briefs import N_SEEDS
from experiments.app.explorer import Explorer
from experiments.app.splits import Splits
from experiments.headlines import SCORED
from experiments.web.ask import Ask, InBrief, Place
from experiments.web.scenario import Curve, Scenario
from tests.web_pool import InlinePool

PLACE = Place("tiny", 0.02, n_days=6, until=2032)
ALL_IN = Curve(((2027, 1.0),))


@pytest.fixture(scope="module")
def pool():
    return InlinePool(PLACE)


@pytest.fixture
def told():
    return []


@pytest.fixture
def explorer(pool, told):
    pool.held = None
    pool.asked.clear()
    explorer = Explorer(pool, "me", list(pool.desk.region.storylines), lambda: told.append(1))
    explorer.start()
    return explorer


def test_the_first_answer_is_current_law_without_a_ghost(explorer):
    assert explorer.answer.ask == Ask()
    assert explorer.before is None
    assert not explorer.is_busy


def test_a_move_leaves_the_answer_from_before_as_ghost(explorer):
    first = explorer.answer
    explorer.set_lever("publicity", ALL_IN)
    assert explorer.before is first
    assert explorer.answer.ask.settings == (("publicity", 2027, 1.0),)


def test_a_move_before_the_first_answer_gets_its_ghost_when_there_is_one(pool):
    explorer = Explorer(pool, "early", list(pool.desk.region.storylines), lambda: None)
    pool.hold()
    explorer.start()
    for value in (0.4, 0.7):  # one drag
        explorer.set_lever("publicity", Curve(((2027, value),)), grip=1)
    assert explorer.before is None
    pool.let_go()
    assert explorer.answer.ask.settings == (("publicity", 2027, 0.7),)
    assert explorer.before.ask == Ask()
    explorer.undo()
    assert explorer.before.ask.settings == (("publicity", 2027, 0.7),)


def test_a_ghost_that_comes_too_late_is_of_the_last_move(pool):
    explorer = Explorer(pool, "late", list(pool.desk.region.storylines), lambda: None)
    pool.hold()
    explorer.start()
    explorer.set_lever("publicity", ALL_IN)
    explorer.set_lever("straw_subsidy", Curve(((2027, 80.0),)))
    pool.let_go()
    assert explorer.before.ask.settings == (("publicity", 2027, 1.0),)


def test_one_drag_is_one_step_and_keeps_its_ghost(explorer):
    first = explorer.answer
    for value in (0.3, 0.6, 0.9):
        explorer.set_lever("publicity", Curve(((2027, value),)), grip=1)
    assert explorer.before is first
    explorer.undo()
    assert explorer.scenario == Scenario()
    assert not explorer.can_undo


def test_undo_and_redo_come_back_to_the_same_answer(explorer):
    explorer.set_lever("publicity", ALL_IN)
    explorer.move(replace(explorer.scenario, package="plan"))
    moved = explorer.answer
    explorer.undo()
    explorer.undo()
    assert explorer.answer.ask == Ask()
    explorer.redo()
    explorer.redo()
    assert explorer.answer is moved
    assert not explorer.can_redo


def test_a_new_move_forgets_what_was_undone(explorer):
    explorer.set_lever("publicity", ALL_IN)
    explorer.undo()
    explorer.set_lever("publicity", Curve(((2027, 0.2),)))
    assert not explorer.can_redo


def test_the_spread_fills_in_behind_the_first_line(explorer, pool):
    behind = [job.ask for _, job, behind in pool.asked if behind and isinstance(job, InBrief)]
    assert {ask.seed for ask in behind} == set(range(1, N_SEEDS + 1))
    assert len({ask.storyline for ask in behind}) == len(explorer.storylines)
    assert all(explorer.briefs.of(one) for one in explorer.beside(explorer.scenario))


def test_a_move_stops_what_fills_in_and_coming_back_goes_on(explorer, pool):
    pool.hold()
    explorer.set_lever("publicity", Curve(((2027, 0.77),)))
    first = next(future for _, job, future in pool.held if isinstance(job, Ask))
    pool._do(explorer.scenario.ask(), first)
    waiting = [future for _, job, future in pool.held if isinstance(job, InBrief)]
    assert len(waiting) == len(explorer.beside(explorer.scenario))
    explorer.undo()
    assert all(future.cancelled() for future in waiting)
    pool.let_go()
    explorer.redo()
    assert all(explorer.briefs.of(one) for one in explorer.beside(explorer.scenario))


def test_a_brief_of_an_answer_is_that_of_the_run(explorer, pool):
    whole, short = explorer.answer.brief(), InBrief(Ask()).work(pool.desk)
    assert whole.n_met == short.n_met
    assert whole.peak == short.peak
    for name, values in short.values.items():
        np.testing.assert_array_equal(whole.values[name], values)


def test_what_comes_too_late_is_not_shown(explorer, pool):
    pool.hold()
    explorer.set_lever("publicity", ALL_IN)
    explorer.set_lever("straw_subsidy", Curve(((2027, 80.0),)))
    assert explorer.is_busy
    first = explorer.answer
    held, pool.held = pool.held, None
    late = next(future for _, job, future in held if getattr(job, "settings", ()) == (("publicity", 2027, 1.0),))
    late.set_result("old")
    assert explorer.answer is first
    for _, job, future in held:
        if not future.done():
            pool._do(job, future)
    assert len(explorer.answer.ask.settings) == 2
    assert not explorer.is_busy


def test_a_run_that_fails_says_why_and_the_page_lives_on(explorer):
    shown = explorer.answer
    explorer.move(Scenario(package="no_such_package"))
    assert "no package" in explorer.problem
    assert explorer.answer is shown
    explorer.undo()
    assert explorer.problem == ""
    assert explorer.answer.ask == Ask()


def test_a_replay_shows_the_state_from_before(explorer):
    explorer.set_lever("publicity", ALL_IN)
    explorer.replay()
    assert explorer.shown is explorer.before
    explorer._end_of_replay()
    assert explorer.shown is explorer.answer


def test_current_law_is_there_to_compare_with(explorer):
    explorer.move(Scenario(package="plan"))
    assert explorer.reference.ask == Ask()


def test_current_law_of_another_storyline_is_nothing_to_compare_with(explorer, pool):
    explorer.move(Scenario(package="plan"))
    pool.hold()
    explorer.move(Scenario(package="plan", storyline="slump"))
    for session, job, future in pool.held:
        if session == "me":
            pool._do(job, future)
    assert explorer.answer.ask.storyline == "slump"
    assert explorer.reference is None
    pool.let_go()
    assert explorer.reference.ask == Ask(storyline="slump")


def test_effects_add_up_to_the_whole(explorer, pool):
    explorer.move(Scenario(package="plan").with_curve("publicity", ALL_IN))
    explorer.compute_effects(Splits(explorer.scenario, pool.desk.region).split("change"))
    effects, at = explorer.effects, slice(7, None)
    assert effects.n_done == len(effects.wanted)
    assert effects.parts == ("package", "publicity")
    parts = sum(effects.effect(part, SCORED, at).mean for part in effects.parts)
    whole = effects.together(SCORED, at).mean
    assert parts + effects.interaction(SCORED, at).mean == pytest.approx(whole, abs=1e-9)


def test_a_move_drops_the_effects_and_stops_their_runs(explorer, pool):
    explorer.move(Scenario(package="plan"))
    pool.hold()
    explorer.compute_effects(Splits(explorer.scenario, pool.desk.region).split("action"))
    waiting = [future for _, job, future in pool.held if isinstance(job, InBrief)]
    assert len(waiting) > 20
    explorer.set_lever("publicity", ALL_IN)
    assert explorer.effects is None
    assert all(future.cancelled() for future in waiting)


def test_telling_apart_otherwise_takes_the_place_of_what_was_asked_for(explorer, pool):
    explorer.move(Scenario(package="action_09_technology", seed=7))
    pool.hold()
    splits = Splits(explorer.scenario, pool.desk.region)
    explorer.compute_effects(splits.split("action"))
    first = [future for _, job, future in pool.held if job.ask.only]
    explorer.compute_effects(splits.split("change"))
    assert first
    assert all(future.cancelled() for future in first)


def test_a_run_that_failed_is_asked_for_again_with_the_effects(explorer, pool):
    explorer.move(Scenario(package="action_09_technology", seed=8))
    split = Splits(explorer.scenario, pool.desk.region).split("action")
    explorer.compute_effects(split)
    lost = explorer.effects.wanted[-1]
    explorer.briefs._found.pop(lost)
    explorer.briefs.problems[lost] = "the computing process ended unexpectedly"
    assert explorer.effects.problem
    explorer.compute_effects(split)
    assert not explorer.effects.problem
    assert explorer.effects.n_done == len(explorer.effects.wanted)


def test_saved_scenarios_are_kept_and_forgotten(explorer):
    explorer.save("one")
    explorer.move(Scenario(package="plan"))
    explorer.save("two")
    assert [saved.name for saved in explorer.saved] == ["one", "two"]
    explorer.forget(0)
    assert [saved.scenario.package for saved in explorer.saved] == ["plan"]


def test_what_is_shown_is_told_to_have_changed(explorer, told):
    before = len(told)
    explorer.show(lang="en")
    explorer.choose("year", "2030")
    assert len(told) == before + 2
    assert explorer.view.chosen["year"] == "2030"
