"""Who pays: purses against current law, and what a warm home costs each income group."""

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.plots.money import FIFTHS, PURSES
from experiments.web.answer import Answer
from experiments.web.charts import Chart, line, plain

UNTIL = ("2035", "2045", "2060")
FIFTH_COLORS = ("#D55E00", "#E69F00", "#009E73", "#56B4E9", "#0072B2")


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    boards = [_purses(scene), _budget(scene)]
    boards += [
        _fifths(scene, "burden", "Homes|Energy Burden|", ("用能支出占收入", "Energy bill over income"), 100.0, "%")
    ]
    boards += [_fifths(scene, "warmth", "Homes|Missing Warmth|", ("室温缺口", "Warmth gone without"), 1.0, "K")]
    return [chart for chart in boards if chart]


def net_paid(answer: Answer, first: int, last: int) -> np.ndarray:
    """Return (n_purses,) paid less received, 10^8 CNY a year, the mean of some years."""
    at = slice(answer.at(first), answer.at(last) + 1)
    rows = []
    for _, _, paid, received in PURSES:
        total = sum(np.nan_to_num(answer.series(name)) for name in paid) - sum(
            np.nan_to_num(answer.series(name)) for name in received
        )
        rows.append(float(np.mean(np.asarray(total)[at])))
    return np.array(rows)


def _purses(scene: Scene) -> Chart:
    say, base = scene.say, scene.explorer.reference
    until = scene.chosen("money_until", UNTIL)
    first, last = scene.region.first_decision_year, min(int(until), scene.years[-1])
    own = net_paid(scene.answer, first, last)
    against = net_paid(base, first, last) if base else 0.0
    change = own - against
    then = net_paid(scene.before, first, last) - against if scene.before else None
    rows = [
        {
            "label": say(zh, en),
            "parts": [{"name": "", "color": "#D55E00" if change[i] > 0 else "#0072B2", "value": plain([change[i]])[0]}],
            "before": None if then is None else plain([then[i]])[0],
        }
        for i, (zh, en, _, _) in enumerate(PURSES)
    ]
    title = say("谁多付、谁少付", "Who pays more, who pays less")
    return {
        "id": "purses",
        "kind": "bars",
        "title": title,
        "how": say(
            f"净支出（支出减收入）与现行政策之差，亿元/年，{first}–{last}年平均；虚线为改动前。",
            f"Paid less received against current law, 10^8 CNY a year, mean {first}-{last}; dashed: before.",
        ),
        "selects": [scene.select("money_until", say("至", "Until"), [(y, y) for y in UNTIL], until)],
        "rows": rows,
        "rowHeight": 32,
    }


def _budget(scene: Scene) -> Chart | None:
    return scene.lines("budget", ("Money|City Budget", "Money|Upper Budget"), ("财政支出", "Public budgets"))


def _fifths(scene: Scene, name: str, stem: str, title: tuple[str, str], factor: float, unit: str) -> Chart | None:
    names = [stem + fifth for fifth in FIFTHS if scene.answer.has(stem + fifth)]
    if not names:
        return None
    how = ("按收入五等分；虚线为改动前。", "By fifths of income; dashed: before the move.")
    chart = scene.year_chart(name, title, how, unit)
    words = ("最低", "次低", "中间", "次高", "最高")
    for variable, color, zh in zip(names, FIFTH_COLORS, words, strict=False):
        label = scene.say(f"{zh}收入组", variable.rpartition("|")[2])
        chart["series"].append(line(label, color, factor * scene.answer.series(variable)))
    if scene.before is not None:
        before = scene.before
        chart["ghosts"] = [
            {"name": "", "color": color, "values": plain(factor * before.series(variable))}
            for variable, color in zip(names, FIFTH_COLORS, strict=False)
        ]
    return chart
