"""The debrief: what the room believed and what came out, what divided it, who paid, what left the city, who acts."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from experiments.language import Lang, Speech
from experiments.lever_values import from_to, lever_number, typed_unit
from experiments.text import number
from experiments.units import money_text
from experiments.web.catalogue import project_title
from experiments.workshop import contradictions, paper, tonnes, views
from experiments.workshop.debrief_teams import result_tables, signed, team_name, teams_apart, what_did_it
from experiments.workshop.hall import Hall
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.projects import plan_projects
from experiments.workshop.room import Prediction, Room
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
    parts = (_result, _beliefs, teams_apart, what_did_it, _divided, _payers, _leakage, _contested)
    found = "".join(part(hall, say) for part in parts)
    talk = paper.tag("h2", say("讨论", "To talk about")) + paper.items([say(*ask) for ask in ASKS], "ol")
    sheets = (paper.section(found), paper.section(_actions(hall, say), talk))
    return paper.page(say("复盘", "Debrief"), "".join(sheets), lang)


def last_joint(room: Room) -> Any:
    """Return the room's last common choice; None where there is none."""
    return room.joints[max(room.joints)] if room.joints else None


def _result(hall: Hall, say: Speech) -> str:
    room, drawn, mt = hall.room, [], tonnes.unit(say)
    if hall.base:
        drawn.append((say("起点政策", "starting package"), _line(hall.base, say), "#8a8a8a", "6 4"))
    drawn += [
        (say(f"第{n}轮", f"round {n}"), _line(found.figures, say), paper.color(n - 1), "")
        for n, found in sorted(room.joints.items())
    ]
    title = paper.tag("h1", f"{say('复盘', 'Debrief')} · {paper.spoken(room.settings.title, say)}")
    goal = (
        paper.tag("p", f"{say('目标', 'Goal')}: {paper.spoken(room.settings.goal, say)}") if room.settings.goal else ""
    )
    if not drawn:
        return title + goal + paper.tag("p", say("还没有共同方案。", "There is no common choice yet."))
    years = (hall.base or last_joint(room).figures)["years"]
    chart = paper.lines(years, drawn, say(f"能源CO₂，{mt}/年", f"CO2 from energy, {mt}/yr"), say)
    return title + goal + chart + result_tables(hall, say)


def _line(figures: Figures, say: Speech) -> list[float]:
    return [tonnes.counted(mt, say) for mt in figures["city"]]


def _beliefs(hall: Hall, say: Speech) -> str:
    """What was predicted against what came out, round by round."""
    parts, mt = [paper.tag("h2", say("预测与结果", "What the room believed, and what came out"))], tonnes.unit(say)
    present = {person.id for person in hall.room.present}
    for number_, found in sorted(hall.room.joints.items()):
        told = [p for (n, who), p in sorted(hall.room.predictions.items()) if n == number_ and who in present]
        if not told:
            continue
        guesses, out = [p.emissions for p in told], found.figures["emissions"]
        mean, near = fmean(guesses), min(told, key=lambda p: abs(p.emissions - out))
        peaks, least, most = _years(told), tonnes.told(min(guesses), say), tonnes.told(max(guesses), say)
        average, came = tonnes.told(mean, say), tonnes.told(out, say)
        parts.append(
            paper.tag(
                "p",
                say(
                    f"第{number_}轮，{SHOWN_YEAR}年：{len(told)}人预测 {least}–{most}，"
                    f"平均 {average}，结果 {came} {mt}（{_bias(mean - out, say)}）。"
                    f"{_effect(hall, mean, out, say)}"
                    f"最高年预测 {peaks}，结果 {found.figures['peak']['year']}。"
                    f"最接近：{hall.room.people[near.person].name}。",
                    f"Round {number_}, {SHOWN_YEAR}: {len(told)} people said {least} to "
                    f"{most}, {average} on average; it came out at {came} {mt} "
                    f"({_bias(mean - out, say)}). {_effect(hall, mean, out, say)}"
                    f"Highest year: {peaks} said, "
                    f"{found.figures['peak']['year']} came out. Closest: {hall.room.people[near.person].name}.",
                ),
            )
        )
        dots, red = [tonnes.counted(guess, say) for guess in guesses], tonnes.counted(out, say)
        words = say(f"圆点：预测；红线：结果，{mt}", f"dots: said; red: came out, {mt}")
        parts.append(paper.strip(dots, red, words))
    return "".join(parts) if len(parts) > 1 else ""


def _years(told: Sequence[Prediction]) -> str:
    """Return the highest years that were predicted: one, or the first and the last."""
    years = sorted({p.peak for p in told})
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _effect(hall: Hall, believed: float, out: float, say: Speech) -> str:
    """Say what the room believed that its levers do, against what they did."""
    if hall.base is None:
        return ""
    start, mt = hall.base["emissions"], tonnes.unit(say)
    thought, was = tonnes.signed(believed - start, say), tonnes.signed(out - start, say)
    return say(
        f"以为杠杆的作用是 {thought} {mt}，实际 {was} {mt}。",
        f"The levers were believed to do {thought} {mt} and did {was} {mt}. ",
    )


def _bias(difference: float, say: Speech) -> str:
    size = tonnes.told(abs(difference), say)
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
        cells = [*(lever_number(lever, value, say) for value in (least, mean, most)), people]
        body += (
            f"<tr>{paper.tag('td', say(lever.label.zh, lever.label.en))}"
            f"<td>{paper.span(lever.low, lever.high, (least, mean, most))}</td>"
            f"{''.join(paper.tag('td', cell) for cell in cells)}{paper.tag('td', typed_unit(lever.unit, say)[0])}</tr>"
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
        f"Net payments added up from {first} to {SHOWN_YEAR}, CNY 100 million; above zero: pays more than under the "
        "starting package. A subsidy is paid by one group and received by another.",
    )
    rows = []
    for name, label in views.payers(say.lang).items():
        was, now = base["paid"][name], joint.figures["paid"][name]
        rows.append([label, number(was), number(now), signed(now - was)])
    head = ["", say("起点政策", "Starting package"), say("全体方案", "The room"), say("差", "Difference")]
    allowance = hall.room.settings.allowance
    spent = joint.figures["paid"]["city"]
    limit = ""
    if allowance:
        state = say("超出", "over") if spent > allowance else say("以内", "within")
        most = money_text(allowance, say)
        limit = paper.tag("p", say(f"市县财政上限 {most}：{state}。", f"Allowance of the city {most}: {state}."))
    return title + paper.tag("p", how, "quiet") + paper.table(head, rows, "figures") + limit


def _leakage(hall: Hall, say: Speech) -> str:
    joint, base = last_joint(hall.room), hall.base
    if joint is None or base is None or "outside" not in joint.figures:
        return ""
    differences = [joint.figures["inside"] - base["inside"]]
    differences += [joint.figures["outside"][name] - base["outside"][name] for name in ("goods", "power")]
    inside, goods, power, whole = (tonnes.signed(mt, say) for mt in (*differences, sum(differences)))
    mt = tonnes.unit(say)
    title = paper.tag("h2", say("市外", "Outside the city"))
    words = say(
        f"与起点政策相比，到{SHOWN_YEAR}年累计：市内 {inside} {mt}；别处代产的货物 {goods} {mt}；"
        f"省内其他电厂 {power} {mt}；合计 {whole} {mt}。正数：别处因此多排；负数：别处因此少排。",
        f"Against the starting package, added up until {SHOWN_YEAR}: in the city {inside} {mt}; goods made "
        f"elsewhere {goods} {mt}; the province's other power plants {power} {mt}; {whole} {mt} in "
        "all. Above zero others emit more because of it, below zero less.",
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
        was = tonnes.told(plain["emissions"], say)
        change = tonnes.signed(now - plain["emissions"], say)
        rows.append([team, proposal.round, what, was, tonnes.told(now, say), change])
    if not rows:
        return ""
    head = [
        say("小组", "Team"),
        say("轮次", "Round"),
        say("被质疑的假设（-1低，1高）", "Contested (-1 low, 1 high)"),
        say(f"按数据 {tonnes.unit(say)}", "As the data, Mt"),
    ]
    head += [say(f"按质疑 {tonnes.unit(say)}", "As contested, Mt"), say("差", "Difference")]
    title = paper.tag("h2", say(f"被质疑的假设与{SHOWN_YEAR}年排放", f"Contested assumptions and CO2 in {SHOWN_YEAR}"))
    return title + paper.table(head, rows)


def _actions(hall: Hall, say: Speech) -> str:
    """The levers in which the room's last common choice differs, each with the plan's project and its bureau."""
    joint, values = last_joint(hall.room), hall.package_values()
    chosen = {k: v for k, v in joint.levers.items() if abs(v - values[k]) > 1e-9} if joint else {}
    own = {name: value for name, value in chosen.items() if name in joint.beyond} if joint else {}
    told = contradictions.words(say.lang)
    warned = [told[name] for name in contradictions.among(values, chosen)]
    warning = paper.tag("h2", say("相互矛盾之处", "What contradicts")) + paper.items(warned) if warned else ""
    pushed = {name: value for name, value in chosen.items() if name not in own}
    title = paper.tag("h1", say("行动清单", "List of actions"))
    return title + _own_actions(hall, own, say) + warning + _pushed_actions(hall, pushed, say)


def _own_actions(hall: Hall, chosen: Mapping[str, float], say: Speech) -> str:
    projects, known, values = plan_projects(hall.region), all_levers(), hall.package_values()
    rows = []
    for name, value in chosen.items():
        lever = known[name]
        where = [project_title(project, projects, say) for project in lever.projects]
        was = from_to(lever, values[name], value, say)
        rows.append([say(lever.label.zh, lever.label.en), was, "\n".join(where), say(lever.bureau.zh, lever.bureau.en)])
    rows.sort(key=lambda row: row[3])
    head = [say("行动", "Action"), say("起点 → 全体", "Start → room"), say("方案项目", "Plan project")]
    return paper.table([*head, say("责任单位", "Bureau")], rows, "actions")


def _pushed_actions(hall: Hall, pushed: Mapping[str, float], say: Speech) -> str:
    """What the common start brought and nobody moved: by bureau, for a package may hold 150 of them."""
    known, values = all_levers(), hall.package_values()
    found: dict[str, list[str]] = {}
    for name, value in pushed.items():
        lever = known[name]
        numbers = ", ".join(project for project in lever.projects)
        told = f"{say(lever.label.zh, lever.label.en)} {from_to(lever, values[name], value, say)} [{numbers}]"
        found.setdefault(say(lever.bureau.zh, lever.bureau.en), []).append(told)
    if not found:
        return ""
    title = say(
        f"随共同起点而来、无人改动的 {len(pushed)} 项", f"{len(pushed)} actions of the common start that nobody moved"
    )
    rows = [[bureau, say("；", "; ").join(told)] for bureau, told in sorted(found.items())]
    head = [say("责任单位", "Bureau"), say("行动，起点 → 全体 [方案项目]", "Action, start → room [plan project]")]
    return paper.tag("h2", title) + paper.table(head, rows, "'tight bureaus'")
