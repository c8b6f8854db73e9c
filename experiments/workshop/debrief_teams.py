"""What each team proposed, what set the proposals apart, and which lever did it: tables of the debrief."""

from collections.abc import Mapping
from typing import Any

from experiments.language import Speech
from experiments.lever_values import from_to
from experiments.text import number
from experiments.units import money_text, reader_unit
from experiments.workshop import drivers, paper, score, tonnes, views
from experiments.workshop.hall import Hall
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.room import Proposal, Room
from policies.registry import all_levers

Figures = Mapping[str, Any]
MANY = 6  # levers of a proposal that are named one by one


def result_tables(hall: Hall, say: Speech) -> str:
    """Return the ranking of the teams and the room's common choice of each round, as tables."""
    joints = [(number_, found.figures) for number_, found in sorted(hall.room.joints.items())]
    rows = [[number_, *outcome(found, hall.base, say)] for number_, found in joints]
    if hall.base:
        rows.insert(0, [say("起点", "start"), *outcome(hall.base, None, say)])
    return (
        _ranking(hall, say)
        + paper.tag(
            "h2", say("全体的共同方案（每根杠杆取平均）", "What the room chose together (the mean of each lever)")
        )
        + paper.table([say("轮次", "Round"), *_heads(say)], rows)
        + paper.tag("p", _how_told(hall, say), "quiet")
    )


def signed(difference: float) -> str:
    """Return a difference with its sign."""
    if abs(difference) < 0.005:
        return "0"
    return ("+" if difference > 0 else "−") + number(abs(difference), 2)


def outcome(figures: Figures, base: Figures | None, say: Speech) -> list[str]:
    """Return highest year, CO2 in the year shown, and the differences outside, of GDP and of the city's budget."""
    told = [str(figures["peak"]["year"]), tonnes.told(figures["emissions"], say)]
    city = figures.get("paid", {}).get("city", 0.0)
    if base is None:
        return [*told, "–", "–", number(city)]
    moved = tonnes.signed(figures.get("moved", 0.0) - base.get("moved", 0.0), say)
    gdp = figures["scored"].get("economy")  # none in a figure of older code, until it is computed anew
    made = "–" if gdp is None else signed(gdp - base["scored"]["economy"])
    return [*told, moved, made, signed(city - base["paid"]["city"])]


def _heads(say: Speech) -> list[str]:
    return [
        say("最高年", "Highest in"),
        year_head(say),
        say(f"市外，与起点之差 {tonnes.unit(say)}", "Outside, against the start, Mt"),
        say("生产总值，与起点之差 亿元", "GDP, against the start, CNY 100 million"),
        say("市县财政，与起点之差 亿元", "City budget, against the start, CNY 100 million"),
    ]


def year_head(say: Speech) -> str:
    """Return the head of a column of CO2 in the year shown."""
    return say(f"{SHOWN_YEAR}年，{tonnes.unit(say)}", f"{SHOWN_YEAR}, {tonnes.unit(say)}")


def _ranking(hall: Hall, say: Speech) -> str:
    """Return the teams by their best proposal, and of which parts the score is made."""
    room, rows = hall.room, []
    board, weights = score.leaderboard(room, hall.anchors), score.counting(room)
    for place, row in enumerate(board, 1):
        parts = ["–" if row["parts"][name] is None else f"{round(row['parts'][name])}" for name in weights]
        rows.append([place, team_name(room, row["team"], say), row["round"], f"{row['total']:.0f}", *parts])
    head = [say("名次", "Place"), say("小组", "Team"), say("轮次", "Round"), say("得分", "Score")]
    names = [f"{say(*score.LABELS[name])} ×{weight:g}" for name, weight in weights.items()]
    title = paper.tag("h2", say("各组最好的方案", "Each team's best proposal"))
    lead = paper.tag("p", _lead(hall, board, say)) if len(board) > 1 else ""
    barred = paper.tag("p", _barred(hall, say)) if _barred(hall, say) else ""
    if not rows:
        return title + paper.tag("p", say("没有参与排名的方案。", "No proposal is ranked.")) + barred
    return title + paper.table([*head, *names], rows, "tight") + lead + barred


def _barred(hall: Hall, say: Speech) -> str:
    """Say who cut power off, and how much: shown, and not ranked."""
    room, told, (unit, factor) = hall.room, [], reader_unit("TWh", say)
    start = hall.anchors[0] if hall.anchors else {}
    for proposal in room.proposals.values():
        found = score.of_proposal(proposal, room, hall.anchors)
        if found is None or not found["barred"]:
            continue
        gdp = proposal.figures["scored"]["economy"] - start["economy"]
        cut, cost = number(proposal.figures["scored"]["cuts"] * factor), money_text(gdp, say, 2, is_change=True)
        team = team_name(room, proposal.team, say)
        told.append(
            say(
                f"{team}（第{proposal.round}轮）切断 {cut} {unit}，地区生产总值与起点之差 {cost}",
                f"{team} (round {proposal.round}) cuts off {cut} {unit}, GDP against the start {cost}",
            )
        )
    if not told:
        return ""
    return say(
        f"靠断电减排的方案不参与排名，因为方案禁止“一刀切”限电：{'；'.join(told)}。",
        f"Proposals that cut power off are not ranked, since the plan forbids blanket cuts: {'; '.join(told)}.",
    )


def _lead(hall: Hall, board: list[dict[str, Any]], say: Speech) -> str:
    """Say of what the distance between the first two is made."""
    first, second = board[:2]
    weights = score.weights_of(hall.room)
    told = {name: value for name, value in first["parts"].items() if value is not None and weights[name] > 0}
    whole = sum(weights[name] for name in told) or 1.0
    shares = {name: weights[name] * (value - second["parts"][name]) / whole for name, value in told.items()}
    counted = sorted((name for name in shares if abs(shares[name]) >= 0.5), key=lambda name: -abs(shares[name]))
    made = say("；", "; ").join(f"{say(*score.LABELS[name])} {shares[name]:+.0f}" for name in counted)
    gap, luck = first["total"] - second["total"], hall.luck
    level = luck is not None and gap < luck["score"]
    one, other = (team_name(hall.room, row["team"], say) for row in (first, second))
    close = say("，差距在随机种子的变动之内，不分高下", ", which another seed alone could make: they are level")
    return say(
        f"{one}比{other}多 {gap:.0f} 分{close if level else ''}。{f'由来：{made}。' if made else ''}",
        f"{one} lies {gap:.0f} points before {other}{close if level else ''}. {f'Made of: {made}.' if made else ''}",
    )


def _how_told(hall: Hall, say: Speech) -> str:
    """Say that all numbers are of one seed, and what another one alone makes of them."""
    luck = hall.luck
    outside = say(
        "市外：别处代产的货物和省内其他电厂代发（或少发）的电。",
        "Outside: goods that others make instead, and power that the province's other plants make, or make no longer.",
    )
    if luck is None:
        return say("以上数字出自一个随机种子。", "These numbers come from one seed. ") + outside
    points, city = number(luck["score"], 2), money_text(luck["city"], say, 2)
    mt, moved = (f"{tonnes.told(luck[name], say, 2)} {tonnes.unit(say)}" for name in ("emissions", "moved"))
    seeds = f"{luck['seeds']:.0f}"
    return outside + say(
        f"以上数字出自一个随机种子。只换种子（{seeds}个种子，95%，以八根主要杠杆一起移动为例），与起点之差会变动："
        f"{SHOWN_YEAR}年 ±{mt}，市外 ±{moved}，市县财政 ±{city}，得分 ±{points}；更小的差别可能只是运气。",
        f" These numbers come from one seed. Another seed alone ({seeds} seeds, 95 %, of the eight main levers moved "
        f"together) moves a difference from the start by ±{mt} in {SHOWN_YEAR}, ±{moved} outside, "
        f"±{city} of the city's budget, and a score by ±{points}: what differs less may be luck.",
    )


def team_name(room: Room, team: str, say: Speech) -> str:
    """Return a team's name in the language."""
    return str(views.team_of(room, team)["names"][say.lang])


def teams_apart(hall: Hall, say: Speech) -> str:
    """Return what each team's best proposal holds and does: here, outside, and to everybody's purse."""
    base, room = hall.base, hall.room
    best = [room.proposals[row["proposal"]] for row in score.leaderboard(room, hall.anchors)]
    shown = [own for own in best if "outside" in own.figures]
    if base is None or not shown:
        return ""
    first, payers = hall.region.first_decision_year, views.payers(say.lang)
    mt = tonnes.unit(say)
    head = [say("小组", "Team"), year_head(say), say(f"市内累计 {mt}", f"City, sum, {mt}")]
    head += [say(f"市外：货物 {mt}", f"Outside: goods, {mt}"), say(f"市外：电力 {mt}", f"Outside: power, {mt}")]
    head += payers.values()
    rows = []
    for own in shown:
        now = own.figures
        differences = [now[name] - base[name] for name in ("emissions", "inside")]
        differences += [now["outside"][name] - base["outside"][name] for name in ("goods", "power")]
        row = [team_name(room, own.team, say), *(tonnes.signed(difference, say) for difference in differences)]
        rows.append(row + [signed(now["paid"][name] - base["paid"][name]) for name in payers])
    how = say(
        f"均为与起点政策之差，{first}至{SHOWN_YEAR}年累计；右边六列是净支出，亿元，正数为多付。",
        f"All are differences from the starting package, added up from {first} to {SHOWN_YEAR}; the six columns on the "
        "right are net payments, CNY 100 million, above zero: pays more.",
    )
    title = paper.tag("h2", say("各组方案差在哪里", "What sets the proposals apart"))
    return title + paper.tag("p", how, "quiet") + paper.table(head, rows, "tight") + _held(hall, shown, say)


def _held(hall: Hall, shown: list[Proposal], say: Speech) -> str:
    """Return the levers of each proposal, from where to where, with the team's own words."""
    known, values, told = all_levers(), hall.package_values(), []
    for own in shown:
        moved = {name: value for name, value in own.beyond.items() if abs(value - values[name]) > 1e-9}
        far = sorted(moved, key=lambda name: -drivers.reach(name, moved[name] - values[name]))
        levers = [
            f"{say(known[name].label.zh, known[name].label.en)} {from_to(known[name], values[name], moved[name], say)}"
            for name in far[:MANY]
        ]
        rest = len(moved) - len(levers)
        levers += [say(f"另{rest}根", f"{rest} more")] if rest else []
        n = len(own.levers) - len(own.beyond)
        levers += [say(f"共同起点的{n}根", f"{n} of the common start")] if n else []
        note = f" “{own.note}”" if own.note else ""
        told.append(f"{team_name(hall.room, own.team, say)}{note}: {say('；', '; ').join(levers) or '–'}")
    return paper.items(told)


def what_did_it(hall: Hall, say: Speech) -> str:
    """Return what each lever does in the last common choice and in the teams' best proposals."""
    body = ""
    for chosen in drivers.last_choices(hall):
        everybody = say(f"全体，第{chosen.round}轮", f"The room, round {chosen.round}")
        title = team_name(hall.room, chosen.team, say) if chosen.team else everybody
        for i, row in enumerate(drivers.told(hall, chosen)):
            numbers = [tonnes.signed(row[key], say) for key in ("emissions", "inside", "goods", "power")]
            numbers += [signed(row[key]) for key in ("city", "households")]
            cells = [title if i == 0 else "", _piece(row, chosen, hall, say), *numbers]
            body += f"<tr>{''.join(paper.tag('td', cell) for cell in cells)}</tr>"
    title = paper.tag("h2", say("是哪根杠杆起的作用", "Which lever did it"))
    if not body:
        wait = say(
            "进入复盘后计算，约一分钟；请刷新本页。",
            "Computed at the debrief, in about a minute: load this page again.",
        )
        return title + paper.tag("p", wait, "quiet")
    how = say(
        f"把一根杠杆放回起点、其余不变，再算一遍：差就是它的作用。除{SHOWN_YEAR}年外均为累计。各行不必加成总数，因为杠杆"
        "互相影响：一起才有用的会算两次，互相替代的会少算。",
        "One lever put back to the start, all else alike, and computed again: the difference is what it does. Added "
        f"up, but for {SHOWN_YEAR}. The rows need not sum to the whole: levers that only work together count twice, "
        "levers that replace each other count little.",
    )
    mt = tonnes.unit(say)
    head = [say("方案", "Choice"), say("杠杆", "Lever"), year_head(say), say(f"市内 {mt}", f"City, {mt}")]
    head += [say(f"市外：货物 {mt}", f"Outside: goods, {mt}"), say(f"市外：电力 {mt}", f"Outside: power, {mt}")]
    head += [say("市县财政 亿元", "City budget, CNY 100 million"), say("居民 亿元", "Households, CNY 100 million")]
    return title + paper.tag("p", how, "quiet") + paper.framed("".join(paper.tag("th", w) for w in head), body, "tight")


def _piece(row: drivers.Row, chosen: drivers.Choice, hall: Hall, say: Speech) -> str:
    """Return the name of a piece, with from where to where it was moved."""
    if row["name"] == drivers.START:
        return say(f"共同起点的{row['n']}根", f"the {row['n']} of the common start")
    if row["name"] == drivers.REST:
        return say(f"其余{row['n']}根", f"the other {row['n']}")
    lever, was = all_levers()[row["name"]], hall.package_values()[row["name"]]
    return f"{say(lever.label.zh, lever.label.en)} {from_to(lever, was, chosen.levers[row['name']], say)}"
