"""Coverage of the plan: full is earned by levers that act, indicators that exist and targets that are read."""

import json
from dataclasses import replace

import pytest

from abm.region import load_region
from abm.targets import read_targets
from experiments.cli import main
from experiments.coverage.effects import Effect, Frame, effect_of, measure
from experiments.coverage.evidence import read_evidence, write_evidence
from experiments.coverage.projects import read_projects
from experiments.coverage.status import FULL, NONE, PARTIAL, coverage
from policies.registry import all_levers

TINY = load_region("tiny")


def effects_of(silent=()):
    return {
        lever.id: Effect(lever.id, lever.indicator, lever.high, 4, 1.0, 0.5 if lever.id in silent else 9.0)
        for lever in all_levers().values()
    }


def all_indicators():
    return {name for project in read_projects(TINY) for name in project.indicators}


def row_of(project, silent=(), written=None):
    rows = coverage(TINY, effects_of(silent), all_indicators() if written is None else written)
    return next(row for row in rows if row.project.id == project)


def test_a_project_with_all_its_levers_acting_is_full():
    row = row_of("16")
    assert row.status == FULL and row.missing == ()


def test_a_lever_that_moves_nothing_does_not_count():
    row = row_of("16", silent=("dry_quenching_mandate",))
    assert row.status == PARTIAL
    assert "dry_quenching_mandate" in row.silent
    assert any("dry_quenching_mandate does not move" in text.en for text in row.missing)


def test_with_no_lever_that_acts_a_project_is_not_covered():
    silent = [lever.id for lever in all_levers().values()]
    assert row_of("16", silent=silent).status == NONE


def test_a_missing_indicator_is_said_and_costs_the_full():
    row = row_of("16", written=all_indicators() - {"Share|Dry Quenching"})
    assert row.status == PARTIAL
    assert [text.zh for text in row.missing] == ["没有指标 Share|Dry Quenching"]


def test_full_needs_an_indicator_that_one_of_its_levers_was_measured_to_move():
    project = next(p for p in read_projects(TINY) if p.id == "16")
    from experiments.coverage.status import _row

    row = _row(replace(project, indicators=("Production|Coke",)), effects_of(), {"Production|Coke"}, [])
    assert row.status == PARTIAL
    assert [text.en for text in row.missing] == ["none of its levers moves one of its indicators"]


def test_a_target_that_no_indicator_tells_is_missing_but_a_deliverable_needs_none():
    """A number to reach has to be read from a run; a thing to be delivered is listed apart and never scored."""
    from experiments.coverage.status import _row

    project = next(p for p in read_projects(TINY) if p.id == "16")
    target = next(t for t in read_targets(TINY) if t.id == "T10")
    outcome, delivered = (
        _row(project, effects_of(), all_indicators(), [replace(target, kind=kind, variables=())])
        for kind in ("outcome", "deliverable")
    )
    assert (outcome.status, [text.en for text in outcome.missing]) == (PARTIAL, ["target T10 has no indicator"])
    assert (delivered.status, delivered.missing) == (FULL, ())


@pytest.mark.parametrize(("errors", "acts"), [(3.1, True), (3.0, False), (-9.0, False), (0.0, False)])
def test_a_lever_acts_beyond_three_standard_errors_in_its_stated_direction(errors, acts):
    assert Effect("publicity", "Attitude", 1.0, 4, 0.1, errors).acts == acts


def test_a_lever_that_the_plan_asks_for_and_nobody_wrote_is_said():
    project = next(p for p in read_projects(TINY) if p.id == "16")
    from experiments.coverage.status import _row

    row = _row(replace(project, levers=(*project.levers, "no_such_lever")), effects_of(), all_indicators(), [])
    assert row.status == PARTIAL
    assert [text.en for text in row.missing] == ["no lever no_such_lever"]


def test_a_reason_in_the_data_keeps_a_project_from_being_full():
    project = next(p for p in read_projects(TINY) if p.id == "16")
    from experiments.coverage.status import _row
    from policies.lever import Text

    row = _row(replace(project, missing=Text("缺", "a gap")), effects_of(), all_indicators(), [])
    assert row.status == PARTIAL


def test_effects_are_measured_by_paired_runs_and_kept_with_what_made_them(tmp_path):
    frame = Frame(TINY, scale=1.0, until=2030)
    found = measure(frame, ["publicity", "wind_pv_quota"])
    assert [effect.acts for effect in found] == [True, True]
    own = replace(TINY, folder=tmp_path)
    write_evidence(own, found)
    evidence = read_evidence(own)
    assert evidence.effects["publicity"].standard_errors == pytest.approx(found[0].standard_errors, rel=1e-5)
    assert "publicity" not in evidence.stale(own)
    assert "straw_subsidy" in evidence.stale(own)


def test_the_step_goes_to_the_farther_bound():
    frame = Frame(TINY, scale=1.0, until=2028)
    effect = effect_of(frame, all_levers()["wind_pv_quota"], frame.run)
    assert effect.value == 3.0  # from 1 in 0 to 3


def test_the_command_says_every_row_in_both_languages(capsys):
    assert main(["coverage", "--region", "tiny", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["project"] for row in rows} == {project.id for project in read_projects(TINY)}
    assert {"project", "status", "missing", "levers", "responders", "indicators"} <= set(rows[0])
    assert main(["coverage", "--region", "tiny", "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "焦化行业绿色改造" in told and "行：" in told


def test_lüliang_has_a_row_for_each_project_and_guarantee_of_the_plan():
    projects = read_projects(load_region("luliang"))
    assert [p.id for p in projects[:47]] == [str(i) for i in range(1, 48)]
    assert len(projects) == 56
