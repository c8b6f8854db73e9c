"""What a board is drawn from, and the few ways in which all boards draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.region import Region
from abm.variables import variable
from experiments.app.explorer import LAW, PACKAGE, Explorer, View
from experiments.app.units import shown_unit
from experiments.headlines import label
from experiments.language import Speech
from experiments.provenance_words import about
from experiments.web.answer import Answer
from experiments.web.charts import GHOST, OKABE_ITO, Chart, line, plain

BASE_NAMES = {LAW: ("现行政策", "current law"), PACKAGE: ("未改动的政策包", "the unchanged package")}


@dataclass(frozen=True)
class Scene:
    """The answer on the screen, the one from before the last move, and how they are to be shown."""

    explorer: Explorer
    answer: Answer
    region: Region
    say: Speech

    @property
    def before(self) -> Answer | None:
        """What is drawn dashed: before the last move, current law or the package; none while a move is replayed."""
        explorer = self.explorer
        if explorer.is_replaying:
            return None
        then = explorer.compared
        return None if then is None or then.ask == self.answer.ask else then

    @property
    def then(self) -> str:
        """What the dashed lines are called."""
        return self.say(*(BASE_NAMES.get(self.view.against) or ("改动前", "before the move")))

    @property
    def base(self) -> Answer | None:
        """What money is told against: current law, or the package as it stands where that is what is asked for."""
        return self.explorer.bases.get(self._base_key)

    @property
    def base_name(self) -> str:
        """What that is called."""
        return self.say(*BASE_NAMES[self._base_key])

    @property
    def _base_key(self) -> str:
        return PACKAGE if self.view.against == PACKAGE else LAW

    @property
    def dashed(self) -> str:
        """A sentence on the dashed lines, where there are any."""
        return self.say(f"虚线：{self.then}。", f"Dashed: {self.then}.") if self.before is not None else ""

    @property
    def ticked(self) -> str:
        """The same on the black ticks of bars."""
        return self.say(f"黑色短线：{self.then}。", f"Black ticks: {self.then}.") if self.before is not None else ""

    @property
    def view(self) -> View:
        """How things are shown."""
        return self.explorer.view

    @property
    def years(self) -> list[int]:
        """Simulated years."""
        return [int(year) for year in self.answer.years]

    def unit(self, unit: str) -> tuple[str, float]:
        """Return the unit in which a unit of the results is shown, and the factor to it."""
        return shown_unit(unit, self.say, is_tce=self.view.is_tce)

    def unit_of(self, name: str) -> tuple[str, float]:
        """Return the same for a variable; a share is shown in per cent."""
        unit = variable(name).unit
        return ("%", 100.0) if unit == "share" else self.unit(unit)

    def label(self, name: str) -> str:
        """Return a variable's label."""
        return label(name, self.say)

    def noted(self, name: str) -> str:
        """Return a sentence on what is in a variable, to follow another one; '' where nothing is noted."""
        note = about(variable(name), self.say)
        return self.say(f"口径：{note}。", f" What is in it: {note}.") if note else ""

    def county(self, code: str) -> str:
        """Return a county's name."""
        county = self.region.counties[self.region.county_index[code]]
        return self.say(county.name_zh, county.name_en)

    def chosen(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """Return what the person chose in a select, or its default."""
        wanted = (self.view.chosen.get(key), default)
        return next((value for value in wanted if value in options and value is not None), options[0])

    def select(self, key: str, label: str, options: Sequence[tuple[str, str]], value: str) -> dict[str, Any]:
        """Return a select for a chart's head."""
        return {"key": key, "label": label, "value": value, "options": [{"id": i, "label": t} for i, t in options]}

    def year_chart(self, name: str, title: tuple[str, str], how: tuple[str, str], unit: str) -> Chart:
        """Return the frame of a chart over the years."""
        return {
            "id": name,
            "kind": "lines",
            "title": self.say(*title),
            "how": self.say(*how),
            "unit": unit,
            "x": self.years,
            "past": self.region.last_observed_year,
            "series": [],
        }

    def lines(
        self,
        chart: str,
        names: Sequence[str],
        title: tuple[str, str],
        how: tuple[str, str] = ("", ""),
        colors: Sequence[str] = OKABE_ITO,
    ) -> Chart | None:
        """Return variables of one unit as lines, each with its ghost; None where the run has none of them."""
        shown = [(name, color) for name, color in zip(names, colors, strict=False) if self.answer.has(name)]
        if not shown:
            return None
        unit, factor = self.unit_of(shown[0][0])
        drawn = self.year_chart(chart, title, how, unit)
        drawn["how"] = self.say.together(drawn["how"], self.dashed)
        drawn["series"] = [line(self.label(n), c, factor * self.answer.series(n)) for n, c in shown]
        drawn["ghosts"] = [self.ghost(n, c) for n, c in shown] if self.before else []
        return drawn

    def stack(
        self, chart: str, parts: Sequence[tuple[str, str, Any]], title: tuple[str, str], how: tuple[str, str], unit: str
    ) -> Chart:
        """Return (name, color, values) parts as a stack with its total in the reading."""
        drawn = self.year_chart(chart, title, how, unit)
        drawn |= {"kind": "stack", "total": self.say("合计", "total")}
        drawn["how"] = self.say.together(drawn["how"], self.dashed)
        drawn["series"] = [line(*part) for part in parts]
        return drawn

    def ghost(self, name: str, color: str = GHOST) -> dict[str, Any]:
        """Return a variable before the last move, as a dashed line without an entry in the legend."""
        assert self.before is not None
        return {"name": "", "color": color, "values": plain(self.unit_of(name)[1] * self.before.series(name))}

    def sum_ghost(self, values: np.ndarray) -> dict[str, Any]:
        """Return a total before the last move as the ghost of a stack."""
        return {
            "name": self.say(f"合计，{self.then}", f"total, {self.then}"),
            "color": "#111111",
            "values": plain(values),
        }
