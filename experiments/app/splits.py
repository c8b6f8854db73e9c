"""A scenario in parts, each alone on top of current law: what was changed by hand, the plan's actions, or every lever.

An action is a section of the plan; a lever of several projects counts for the first. A part is a future
of its own: the scenario's package with only the part's levers, and the part's own changes.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from abm.errors import UserError
from abm.region import Region
from abm.simulation import lever_paths
from experiments.app.names import lever_name, package_name
from experiments.attribution.actions import Paths, action_names, actions_of, changed_levers, sections_of
from experiments.language import Speech
from experiments.web.ask import PLAIN, Ask
from experiments.web.scenario import Scenario
from policies.package import PackageError
from policies.registry import all_levers

CHANGE, ACTION, LEVER, WITHIN = "change", "action", "lever", "in:"  # the last one with an action's name
PACKAGE = "package"  # a part: the package as a whole


@dataclass(frozen=True)
class Split:
    """Current law, all that is told apart together, and each part alone."""

    none: Ask
    whole: Ask
    alone: dict[str, Ask]


@dataclass(frozen=True)
class Splits:
    """The ways in which a scenario can be told apart."""

    scenario: Scenario
    region: Region

    @cached_property
    def paths(self) -> tuple[Paths, Paths]:
        """The levers under current law and under the scenario's package; the same of a package that is none."""
        law = lever_paths(PLAIN, self.region)
        try:
            return law, lever_paths(self.scenario.package, self.region)
        except (UserError, PackageError):  # the page shows the message of the run
            return law, law

    @cached_property
    def actions(self) -> dict[str, tuple[str, ...]]:
        """Action -> its levers that the scenario changes, in the plan's order."""
        sections = sections_of(self.region)
        moved = {*changed_levers(*self.paths), *(lever for lever, _ in self.scenario.curves)}
        found = actions_of(sorted(moved), "section", sections)
        order = {name: place for place, name in enumerate(dict.fromkeys(sections.values()))}
        return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))

    @property
    def ways(self) -> list[str]:
        """The ways that make sense; the first one is meant without a choice."""
        n_actions, is_plain = len(self.actions), self.scenario.package == PLAIN
        by_action = [ACTION] if n_actions > 1 else []
        if is_plain:
            return [CHANGE, *by_action]
        named = [WITHIN + name for name, levers in self.actions.items() if len(levers) > 1]
        return [*by_action, CHANGE, *(named if n_actions > 1 else ()), LEVER]

    def split(self, by: str) -> Split:
        """Return the scenario in parts by one of the ways."""
        whole = self.scenario.ask()
        if by == CHANGE:
            alone = {} if self.scenario.package == PLAIN else {PACKAGE: replace(whole, settings=())}
            alone |= {lever: self._with((lever,), PLAIN) for lever, _ in self.scenario.curves}
        elif by == ACTION:
            alone = {action: self._with(levers) for action, levers in self.actions.items()}
        else:
            levers = self._levers(by)
            whole = whole if by == LEVER else self._with(levers)
            alone = {lever: self._with((lever,)) for lever in levers}
        return Split(self.scenario.plain().ask(), whole, alone)

    def way_name(self, by: str, say: Speech) -> str:
        """Return what a way is called, with the number of its parts."""
        names = {
            CHANGE: say("所作的改动", "the changes made"),
            ACTION: say("方案的各项行动", "the plan's actions"),
            LEVER: say("全部杠杆", "every lever"),
        }
        name = names.get(by) or say("杠杆：", "levers: ") + self.part_name(by.removeprefix(WITHIN), say)
        return say(f"{name}（{len(self.split(by).alone)}）", f"{name} ({len(self.split(by).alone)})")

    def part_name(self, part: str, say: Speech) -> str:
        """Return the name of a part: a package, a lever, an action."""
        if part == PACKAGE:
            return package_name(self.scenario.package, self.region, say)
        if part in all_levers():
            return lever_name(part, say)
        name = action_names([part], self.region, say)[part]
        return name[:1].upper() + name[1:]

    def _levers(self, by: str) -> tuple[str, ...]:
        if by != LEVER:
            return self.actions[by.removeprefix(WITHIN)]
        return tuple(lever for levers in self.actions.values() for lever in levers)

    def _with(self, levers: tuple[str, ...], package: str | None = None) -> Ask:
        """Return the future in which these levers alone are as in the scenario (or their changes on a package)."""
        ask = self.scenario.ask()
        own = tuple(setting for setting in ask.settings if setting[0] in levers)
        law, there = self.paths
        if package == PLAIN or not changed_levers(*({lever: side[lever] for lever in levers} for side in (law, there))):
            return replace(ask, package=PLAIN, settings=own)  # named so that equal futures are computed once
        return replace(ask, settings=own, only=tuple(sorted(levers)))
