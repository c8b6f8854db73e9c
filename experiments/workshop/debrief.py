"""The debrief: what the room believed and what came out, what divided it, who paid, what left the city, who acts."""

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from experiments.language import Lang, Speech
from experiments.text import number
from experiments.units import unit_name
from experiments.web.catalogue import project_title
from experiments.workshop import contradictions, paper, views
from experiments.workshop.hall import Hall
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.projects import plan_projects
from experiments.workshop.room import Room
from experiments.workshop.score import leaderboard
from policies.registry import all_levers

MOST_DIVIDED = 10
ASKS = (
    ("什么出乎意料？为什么？", "What was a surprise? Why?"),
    ("谁出钱，谁得益？", "Who pays, who gains?"),
    ("哪个假设最动摇结论？", "Which assumption shakes the conclusion most?"),
    ("下周谁做什么？", "Who does what next week?"),
)
Figures = Mapping[str, Any]


def page(hall: Hall, lang: Lang) -> str:
    """Return the debrief as a page that prints on A4."""
    say = Speech(lang)
    parts = (_result, _beliefs, _divided, _payers, _leakage, _contested)
    found = "".join(part(hall, say) for part in parts)
    talk = paper.tag("h2", say("讨论", "To talk about")) + paper.items([say(*ask) for ask in ASKS], "ol")
    sheets = (paper.section(found), paper.section(_actions(hall, say), talk))
    return paper.page(say("复盘", "Debrief"), "".join(sheets), lang)


def result_tables(hall: Hall, say: Speech) -> str:
    """Return the ranking of the teams and the room's common choice of each round, as tables."""
    room, rows = hall.room, []
    for place, row in enumerate(leaderboard(room, hall.anchors), 1):
        figures = room.proposals[row["proposal"]].figures
        cells = [place, team_name(room, row["team"], say), f"{row['total']:.0f}", *_outcome(figures)]
        rows.append(cells)
    shown = [
        say("最高年", "Highest in"),
        f"{SHOWN_YEAR}, Mt",
        say("市外 Mt", "Outside, Mt"),
        say("市县 亿元", "City, 10^8 CNY"),
    ]
    head = [say("名次", "Place"), say("小组", "Team"), say("得分", "Score"), *shown]
    joints = [[number_, *_outcome(found.figures)] for number_, found in sorted(room.joints.items())]
    if hall.base:
        joints.insert(0, [say("起点", "start"), *_outcome(hall.base)])
    return (
        paper.tag("h2", say("各组最好的方案", "Each team's best proposal"))
        + paper.table(head, rows)
        + paper.tag(
            "h2", say("全体的共同方案（每根杠杆取平均）", "What the room chose together (the mean of each lever)")
        )
        + paper.table([say("轮次", "Round"), *shown], joints)
        + paper.tag("p", _one_seed(hall, say), "quiet")
    )


def _one_seed(hall: Hall, say: Speech) -> str:
    """Say that all numbers are of one seed, and what another one alone makes of them."""
    luck = hall.luck
    if luck is None:
        return say("以上数字出自一个随机种子。", "These numbers come from one seed.")
    score, mt, city = (number(luck[name], 2) for name in ("score", "emissions", "city"))
    seeds = f"{luck['seeds']:.0f}"
    return say(
        f"以上数字出自一个随机种子。只换种子（{seeds}个种子，95%，以八根主要杠杆一起移动为例），与起点之差会变动："
        f"{SHOWN_YEAR}年 ±{mt} Mt，市县财政 ±{city} 亿元，得分 ±{score}；更小的差别可能只是运气。",
        f"These numbers come from one seed. Another seed alone ({seeds} seeds, 95 %, of the eight main levers moved "
        f"together) moves a difference from the start by ±{mt} Mt in {SHOWN_YEAR}, ±{city} x 10^8 CNY of the city's "
        f"budget, and a score by ±{score}: what differs less may be luck.",
    )


def team_name(room: Room, team: str, say: Speech) -> str:
    """Return a team's name in the language."""
    return str(views.team_of(room, team)["names"][say.lang])


def last_joint(room: Room) -> Any:
    """Return the room's last common choice; None where there is none."""
    return room.joints[max(room.joints)] if room.joints else None


def _outcome(figures: Figures) -> list[str]:
    paid = figures.get("paid", {})
    return [
        str(figures["peak"]["year"]),
        number(figures["emissions"]),
        number(figures.get("moved", 0.0)),
        number(paid.get("city")),
    ]


def _result(hall: Hall, say: Speech) -> str:
    room, drawn = hall.room, []
    if hall.base:
        drawn.append((say("起点政策", "starting package"), hall.base["city"], "#8a8a8a", "6 4"))
    drawn += [
        (say(f"第{n}轮", f"round {n}"), found.figures["city"], paper.color(n - 1), "")
        for n, found in sorted(room.joints.items())
    ]
    title = paper.tag("h1", f"{say('复盘', 'Debrief')} · {room.settings.title}")
    goal = paper.tag("p", f"{say('目标', 'Goal')}: {room.settings.goal}") if room.settings.goal else ""
    if not drawn:
        return title + goal + paper.tag("p", say("还没有共同方案。", "There is no common choice yet."))
    years = (hall.base or last_joint(room).figures)["years"]
    chart = paper.lines(years, drawn, say("能源CO₂，Mt/年", "CO2 from energy, Mt/yr"))
    return title + goal + chart + result_tables(hall, say)


def _beliefs(hall: Hall, say: Speech) -> str:
    """What was predicted against what came out, round by round."""
    parts = [paper.tag("h2", say("预测与结果", "What the room believed, and what came out"))]
    for number_, found in sorted(hall.room.joints.items()):
        told = [p for (n, _), p in sorted(hall.room.predictions.items()) if n == number_]
        if not told:
            continue
        guesses, out = [p.emissions for p in told], found.figures["emissions"]
        mean, near = fmean(guesses), min(told, key=lambda p: abs(p.emissions - out))
        peaks = [p.peak for p in told]
        parts.append(
            paper.tag(
                "p",
                say(
                    f"第{number_}轮，{SHOWN_YEAR}年：{len(told)}人预测 {number(min(guesses))}–{number(max(guesses))}，"
                    f"平均 {number(mean)}，结果 {number(out)} Mt（{_bias(mean - out, say)}）。"
                    f"最高年预测 {min(peaks)}–{max(peaks)}，结果 {found.figures['peak']['year']}。"
                    f"最接近：{hall.room.people[near.person].name}。",
                    f"Round {number_}, {SHOWN_YEAR}: {len(told)} people said {number(min(guesses))} to "
                    f"{number(max(guesses))}, {number(mean)} on average; it came out at {number(out)} Mt "
                    f"({_bias(mean - out, say)}). Highest year: {min(peaks)} to {max(peaks)} said, "
                    f"{found.figures['peak']['year']} came out. Closest: {hall.room.people[near.person].name}.",
                ),
            )
        )
        parts.append(paper.strip(guesses, out, say("圆点：预测；红线：结果，Mt", "dots: said; red: came out, Mt")))
    return "".join(parts) if len(parts) > 1 else ""


def _signed(difference: float) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return sign + number(abs(difference), 2)


def _bias(difference: float, say: Speech) -> str:
    size = number(abs(difference))
    return say(f"高估 {size}", f"{size} too high") if difference > 0 else say(f"低估 {size}", f"{size} too low")


def divided(room: Room) -> list[tuple[str, tuple[float, float, float], int]]:
    """Return (lever, (least, mean, most), people) of the last frozen round, what divided the room most first."""
    if not room.choices:
        return []
    found: dict[str, list[float]] = {}
    for levers in room.choices[max(room.choices)].values():
        for lever, value in levers.items():
            found.setdefault(lever, []).append(value)
    known = all_levers()
    rows = [(name, (min(v), fmean(v), max(v)), len(v)) for name, v in found.items() if name in known and len(v) > 1]
    return sorted(rows, key=lambda row: (row[1][0] - row[1][2]) / (known[row[0]].high - known[row[0]].low))


def _divided(hall: Hall, say: Speech) -> str:
    rows = [row for row in divided(hall.room) if row[1][0] < row[1][2]][:MOST_DIVIDED]
    if not rows:
        return ""
    known, body = all_levers(), ""
    for name, (least, mean, most), people in rows:
        lever = known[name]
        cells = [number(least), number(mean), number(most), people]
        body += (
            f"<tr>{paper.tag('td', say(lever.label.zh, lever.label.en))}"
            f"<td>{paper.span(lever.low, lever.high, (least, mean, most))}</td>"
            f"{''.join(paper.tag('td', cell) for cell in cells)}{paper.tag('td', unit_name(lever.unit, say))}</tr>"
        )
    head = [say("杠杆", "Lever"), say("范围内", "Within its range"), say("最小", "Min"), say("平均", "Mean")]
    head += [say("最大", "Max"), say("人数", "People"), say("单位", "Unit")]
    heads = "".join(paper.tag("th", cell) for cell in head)
    title = paper.tag("h2", say("分歧最大的杠杆", "What divided the room"))
    return title + paper.framed(heads, body)


def _payers(hall: Hall, say: Speech) -> str:
    joint, base = last_joint(hall.room), hall.base
    title = paper.tag("h2", say("谁出钱", "Who pays"))
    if joint is None or base is None or "paid" not in joint.figures:
        return ""
    first = hall.region.first_decision_year
    how = say(
        f"{first}至{SHOWN_YEAR}年累计的净支出，亿元；正数表示比起点政策多付。补贴在一方是支出，在另一方是收入。",
        f"Net payments added up from {first} to {SHOWN_YEAR}, 10^8 CNY; above zero: pays more than under the starting "
        "package. A subsidy is paid by one group and received by another.",
    )
    rows = []
    for name, label in views.payers(say.lang).items():
        was, now = base["paid"][name], joint.figures["paid"][name]
        rows.append([label, number(was), number(now), _signed(now - was)])
    head = ["", say("起点政策", "Starting package"), say("全体方案", "The room"), say("差", "Difference")]
    allowance = hall.room.settings.allowance
    spent = joint.figures["paid"]["city"]
    limit = ""
    if allowance:
        state = say("超出", "over") if spent > allowance else say("以内", "within")
        limit = paper.tag(
            "p", say(f"市县财政上限 {allowance:g} 亿元：{state}。", f"Allowance of the city {allowance:g}: {state}.")
        )
    return title + paper.tag("p", how, "quiet") + paper.table(head, rows, "figures") + limit


def _leakage(hall: Hall, say: Speech) -> str:
    joint, base = last_joint(hall.room), hall.base
    if joint is None or base is None or "moved" not in joint.figures:
        return ""
    moved = joint.figures["moved"] - base["moved"]
    both = base["scored"]["climate"] - joint.figures["scored"]["climate"]
    saved = both + moved  # the score's climate is the city's and what is made outside instead
    share = say(f"（占 {moved / saved:.0%}）", f" ({moved / saved:.0%} of it)") if saved > 0 and moved > 0 else ""
    title = paper.tag("h2", say("市外", "Outside the city"))
    words = say(
        f"与起点政策相比，到{SHOWN_YEAR}年累计：市内 {_signed(-saved)} Mt，市外 {_signed(moved)} Mt{share}，"
        f"合计 {_signed(-both)} Mt。",
        f"Against the starting package, added up until {SHOWN_YEAR}: in the city {_signed(-saved)} Mt, outside "
        f"{_signed(moved)} Mt{share}, {_signed(-both)} Mt in all.",
    )
    return title + paper.tag("p", words)


def _contested(hall: Hall, say: Speech) -> str:
    rows = []
    for proposal in hall.room.proposals.values():
        plain = proposal.figures.get("uncontested")
        if not proposal.contested or not plain:
            continue
        what = "; ".join(
            f"{hall.assumptions.label(name, say)} {place:+.2g}" for name, place in proposal.contested.items()
        )
        now = proposal.figures["emissions"]
        team = team_name(hall.room, proposal.team, say)
        rows.append([team, what, number(plain["emissions"]), number(now), _signed(now - plain["emissions"])])
    if not rows:
        return ""
    head = [
        say("小组", "Team"),
        say("被质疑的假设（−1低，1高）", "Contested (-1 low, 1 high)"),
        say("按数据 Mt", "As the data, Mt"),
    ]
    head += [say("按质疑 Mt", "As contested, Mt"), say("差", "Difference")]
    title = paper.tag("h2", say(f"被质疑的假设与{SHOWN_YEAR}年排放", f"Contested assumptions and CO2 in {SHOWN_YEAR}"))
    return title + paper.table(head, rows)


def _actions(hall: Hall, say: Speech) -> str:
    """The levers in which the room's last common choice differs, each with the plan's project and its bureau."""
    projects, known, values = plan_projects(hall.region), all_levers(), hall.package_values()
    joint = last_joint(hall.room)
    chosen = dict(joint.levers) if joint else {}
    rows = []
    for name, value in chosen.items():
        lever = known[name]
        if abs(value - values[name]) <= 1e-9:
            continue
        where = [project_title(project, projects, say) for project in lever.projects]
        was = f"{number(values[name])} → {number(value)} {unit_name(lever.unit, say)}"
        rows.append([say(lever.label.zh, lever.label.en), was, "\n".join(where), say(lever.bureau.zh, lever.bureau.en)])
    rows.sort(key=lambda row: row[3])
    head = [say("行动", "Action"), say("起点 → 全体", "Start → room"), say("方案项目", "Plan project")]
    told = contradictions.words(say.lang)
    warned = [told[name] for name in contradictions.among(values, chosen)]
    warning = paper.tag("h2", say("相互矛盾之处", "What contradicts")) + paper.items(warned) if warned else ""
    return (
        paper.tag("h1", say("行动清单", "List of actions"))
        + paper.table([*head, say("责任单位", "Bureau")], rows, "actions")
        + warning
    )
