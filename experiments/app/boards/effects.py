"""The effect of each part by itself and of their combination: offered with its time, then shown with intervals."""

from experiments.app import stored
from experiments.app.boards.scene import Scene
from experiments.app.effects import NAMES, Effects, seconds
from experiments.app.explorer import Explorer
from experiments.app.splits import ACTION, Split, Splits
from experiments.chinese import worded
from experiments.headlines import Estimate
from experiments.text import number, signed
from experiments.web.charts import Chart, plain

LESS, MORE = "#0072B2", "#D55E00"
MOST_ROWS, FIRST_ROWS = 24, 9  # further parts are shown as their sum; on the first board fewer
KEY = "effect_by"  # of the select: what is told apart


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    say, splits = scene.say, Splits(scene.explorer.scenario, scene.region)
    chart: Chart = {
        "id": "effects",
        "kind": "cards",
        "cards": [],
        "wide": True,
        "title": say("每项改动、每项行动各起多少作用", "What each change and each action does by itself"),
        "how": say(
            "各项单独叠加在现行政策上，按相同的随机种子逐对比较，横线为95%区间；“相互作用”是合在一起才有的部分。"
            "杠杆属于多个项目时计入第一个。",
            "Each alone on top of current law, seed by seed; whiskers are 95 % intervals. The interaction is what "
            "only their combination does. A lever of several projects counts for the first.",
        ),
    }
    by = scene.chosen(KEY, splits.ways)
    effects = _known(scene, splits.split(by))
    if not effects.parts:
        chart["foot"] = say("先改动一个杠杆或选择另一个政策包。", "Move a lever or choose another package first.")
        return [chart]
    options = [(way, splits.way_name(way, say)) for way in splits.ways]
    chart["selects"] = [scene.select(KEY, say("拆分方式", "Tell apart"), options, by)] if len(options) > 1 else []
    if effects.n_done < len(effects.wanted):
        return [chart | _offer(scene, effects)]
    shown = _shown(scene, splits, effects, MOST_ROWS)
    return [chart | shown | {"selects": chart["selects"] + shown["selects"]}]


def first(scene: Scene) -> Chart | None:
    """Return the effect of each action of the untouched package, for the first board; None where it is not stored."""
    say, explorer = scene.say, scene.explorer
    package = explorer.scenario.without_levers()
    if package.without_assumptions() != package:
        return None
    splits = Splits(package, scene.region)
    effects = _stored(scene, splits.split(ACTION)) if ACTION in splits.ways else None
    if effects is None:
        return None
    moved = say("未改动的政策包：", "The package without your changes. ") if explorer.scenario != package else ""
    chart: Chart = {
        "id": "actions",
        "wide": True,
        "title": say("哪些行动起作用", "Which actions do it"),
        "how": moved
        + say(
            "每项行动单独叠加在现行政策上，横线为95%区间；“相互作用”是合在一起才有的部分。其他拆分见“比较与归因”。",
            "Each action alone on top of current law, with its 95 % interval; the interaction is what only their "
            "combination does. More ways to tell apart under Compare.",
        ),
    }
    return chart | _shown(scene, splits, effects, FIRST_ROWS)


def _known(scene: Scene, split: Split) -> Effects:
    """Return the effects as far as they are known: stored as a whole, or computed."""
    briefs = scene.explorer.briefs
    return _stored(scene, split) or Effects(split, briefs.known, briefs.problems)


def _stored(scene: Scene, split: Split) -> Effects | None:
    """Return the effects where all of their futures are stored, and never a mixture: see :mod:`.stored`."""
    effects = Effects(split, stored.stored_for(scene.explorer.pool.place).get, n_seeds=stored.SEEDS)
    return effects if effects.parts and effects.n_done == len(effects.wanted) else None


def compute(explorer: Explorer, splits: Splits) -> None:
    """Have the parts computed that the board offers."""
    ways = splits.ways
    by = explorer.view.chosen.get(KEY, "")
    explorer.compute_effects(splits.split(by if by in ways else ways[0]))


def _offer(scene: Scene, effects: Effects) -> Chart:
    say, explorer, n_runs = scene.say, scene.explorer, len(effects.wanted)
    n_left, pool = n_runs - effects.n_done, explorer.pool
    is_asked = explorer.effects is not None and explorer.effects.split == effects.split
    n_before = 0 if is_asked else explorer.briefs.n_waiting  # what fills in first
    time = seconds(n_left + n_before, pool.n_workers, pool.seconds_behind)
    label = say(f"计算（{n_left} 次运行，约 {time} 秒）", f"compute ({n_left} runs, about {time} s)")
    foot = say("下一次改动即取消。", "The next move cancels it.")
    if is_asked:
        foot = say(f"已完成 {effects.n_done}/{n_runs}，", f"{effects.n_done} of {n_runs} done. ") + foot
    if is_asked and effects.problem:
        foot += say("一次运行未成功：", " A run failed: ") + worded(effects.problem, say)
    is_under_way = is_asked and explorer.briefs.n_waiting > 0  # where one failed, it may be asked for again
    return {"actions": [{"key": "effects", "value": "", "label": label, "disabled": is_under_way}], "foot": foot}


def _shown(scene: Scene, splits: Splits, effects: Effects, most_rows: int) -> Chart:
    say, n_seeds = scene.say, effects.n_seeds
    names = [name for name in NAMES if scene.answer.has(name)]
    name = scene.chosen("effect", names)
    unit, factor = scene.unit_of(name)
    begin = scene.region.first_decision_year
    years = [year for year in ("2030", "2035", "2045", "2060") if int(year) in scene.years] or [str(scene.years[-1])]
    last = scene.chosen("effect_until", years, "2035")
    at = slice(scene.answer.at(begin), scene.answer.at(int(last)) + 1)
    alone = {part: effects.effect(part, name, at) for part in effects.parts}
    largest = sorted(alone, key=lambda part: -abs(float(alone[part].mean)))
    told = largest if len(largest) <= most_rows + 1 else largest[:most_rows]
    rest = tuple(largest[len(told) :])
    shown = [(splits.part_name(part, say), alone[part]) for part in sorted(told, key=lambda p: float(alone[p].mean))]
    if rest:
        shown.append((say(f"其余{len(rest)}项之和", f"{len(rest)} others, added up"), effects.sum_of(rest, name, at)))
    shown.append((say("相互作用", "interaction"), effects.interaction(name, at)))
    shown.append((say("合计", "together"), effects.together(name, at)))
    return {
        "kind": "bars",
        "rows": [_row(label, effect, factor, say("（不显著）", " (not clear)")) for label, effect in shown],
        "selects": [
            scene.select("effect", say("指标", "What"), [(n, scene.label(n)) for n in names], name),
            scene.select("effect_until", say("至", "Until"), [(year, year) for year in years], last),
        ],
        "foot": say(
            f"{begin}–{last}年累计，{unit}；{n_seeds} 个种子。市外因此多排或少排的，在“指标”中选。",
            f"Added up over {begin}–{last}, {unit}; {n_seeds} seeds. What others emit because of it: under What.",
        ),
    }


def _row(label: str, effect: Estimate, factor: float, unclear: str) -> Chart:
    """Return a bar with its interval; a paler one where the interval holds zero."""
    mean, half = factor * float(effect.mean), factor * float(effect.half_width)
    is_clear = bool(effect.clear())
    note = f"{signed(mean, 3)} ±{number(half, 2)}" + ("" if is_clear else unclear)
    if mean == half == 0.0:  # the same in every run: nothing to be unclear about
        note = "0"
    color = "#b9c2bf" if not is_clear else LESS if mean < 0 else MORE
    part = {"name": "", "color": color, "value": plain([mean])[0]}
    return {"label": label, "parts": [part], "interval": plain([mean - half, mean + half]), "note": note}
