"""The effect of each change by itself and of their combination: offered with its time, then shown with intervals."""

from experiments.app.boards.scene import Scene
from experiments.app.effects import ALL, NAMES, PACKAGE, Effects, seconds
from experiments.app.names import lever_name, package_name
from experiments.headlines import Estimate
from experiments.text import number
from experiments.web.charts import Chart, plain

LESS, MORE = "#0072B2", "#D55E00"


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    say, explorer = scene.say, scene.explorer
    offered = Effects(explorer.scenario, explorer.briefs)
    chart: Chart = {
        "id": "effects",
        "kind": "cards",
        "cards": [],
        "wide": True,
        "title": say("每项改动各起多少作用", "What each change does by itself"),
        "how": say(
            "各项单独叠加在现行政策上，同种子成对，横线为95%区间；“相互作用”是合在一起才有的部分。",
            "Each alone on top of current law, seed by seed; whiskers are 95 % intervals. The interaction is what "
            "only their combination does.",
        ),
    }
    if not offered.parts:
        chart["foot"] = say("先改动一个杠杆或选择另一个政策包。", "Move a lever or choose another package first.")
        return [chart]
    if offered.n_done < len(offered.wanted):
        return [chart | _offer(scene, offered)]
    return [chart | _shown(scene, offered)]


def _offer(scene: Scene, effects: Effects) -> Chart:
    say, n_runs, n_done = scene.say, len(effects.wanted), effects.n_done
    time = seconds(n_runs - n_done + effects.briefs.n_waiting, scene.explorer.pool.n_workers)
    is_asked = scene.explorer.effects is not None
    label = say(f"计算（{n_runs - n_done} 次运行，约 {time} 秒）", f"compute ({n_runs - n_done} runs, about {time} s)")
    foot = say(f"已完成 {n_done}/{n_runs}", f"{n_done} of {n_runs} done") if is_asked else ""
    if is_asked and effects.problem:
        foot += say(f"；一次运行未成功：{effects.problem}", f"; a run failed: {effects.problem}")
    return {"actions": [{"key": "effects", "value": "", "label": label, "disabled": is_asked}], "foot": foot}


def _shown(scene: Scene, effects: Effects) -> Chart:
    say = scene.say
    names = [name for name in NAMES if scene.answer.has(name)]
    name = scene.chosen("effect", names)
    unit, factor = scene.unit_of(name)
    first = scene.region.first_decision_year
    years = [year for year in ("2035", "2045", "2060") if int(year) in scene.years] or [str(scene.years[-1])]
    last = scene.chosen("effect_until", years, years[-1])
    at = slice(scene.answer.at(first), scene.answer.at(int(last)) + 1)
    shown = [(_part_name(scene, part), effects.effect(part, name, at)) for part in effects.parts]
    shown.append((say("相互作用", "interaction"), effects.interaction(name, at)))
    shown.append((say("合计", "together"), effects.effect(ALL, name, at)))
    return {
        "kind": "bars",
        "rows": [_row(label, effect, factor, say("看不清", "not clear")) for label, effect in shown],
        "selects": [
            scene.select("effect", say("指标", "What"), [(n, scene.label(n)) for n in names], name),
            scene.select("effect_until", say("至", "Until"), [(year, year) for year in years], last),
        ],
        "foot": say(f"{first}–{last}年累计，{unit}", f"added up over {first}–{last}, {unit}"),
    }


def _row(label: str, effect: Estimate, factor: float, unclear: str) -> Chart:
    """Return a bar with its interval; a paler one where the interval holds zero."""
    mean, half = factor * float(effect.mean), factor * float(effect.half_width)
    is_clear = bool(effect.clear())
    note = f"{number(mean)} ±{number(half, 2)}" + ("" if is_clear else f" ({unclear})")
    color = "#b9c2bf" if not is_clear else LESS if mean < 0 else MORE
    part = {"name": "", "color": color, "value": plain([mean])[0]}
    return {"label": label, "parts": [part], "interval": plain([mean - half, mean + half]), "note": note}


def _part_name(scene: Scene, part: str) -> str:
    if part == PACKAGE:
        return package_name(scene.explorer.scenario.package, scene.region, scene.say)
    return lever_name(part, scene.say)
