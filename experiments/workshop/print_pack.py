"""What is printed on A4: role cards, lever cards, a form for proposals, the result; and the page of the debrief."""

from html import escape
from typing import Any

from experiments.language import Lang, Speech
from experiments.units import unit_name
from experiments.web.catalogue import plan_projects, project_title
from experiments.workshop.firms import firms_of
from experiments.workshop.hall import Hall
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.roster import levers_of
from experiments.workshop.score import leaderboard
from experiments.workshop.views import role_cards, team_of
from policies.registry import all_levers


def _page(title: str, body: str, lang: Lang) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/static/room.css"><body class="paper">{body}</body></html>'
    )


def _table(head: list[str], rows: list[list[Any]]) -> str:
    def cells(row: list[Any], tag: str) -> str:
        return "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in row)

    return f"<table><tr>{cells(head, 'th')}</tr>" + "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows) + "</table>"


def pack(hall: Hall, address: str, lang: Lang) -> str:
    """Return the pack: a page for each team, the form, the result."""
    say, room = Speech(lang), hall.room
    cards = {card["id"]: card for card in role_cards(lang)}
    sheets = []
    for team in room.settings.teams:
        card = cards.get(team.role, {"name": say("全体", "Everybody"), "task": ""})
        levers = levers_of(team.role, room.settings.depth)
        rows = [
            [
                say(lever.label.zh, lever.label.en),
                f"{lever.low:g} – {lever.high:g} {unit_name(lever.unit, say)}",
                say(lever.guidance.low.zh, lever.guidance.low.en),
                say(lever.guidance.high.zh, lever.guidance.high.en),
                say(lever.bureau.zh, lever.bureau.en),
            ]
            for lever in levers
        ]
        head = [say("杠杆", "Lever"), say("范围", "Range"), say("低", "Low"), say("高", "High"), say("单位", "Bureau")]
        firms = firms_of(team.role, hall.region, lang, pseudonyms=room.settings.pseudonyms)
        listed = _table([say("企业", "Firm"), say("产能", "Capacity")], [list(firm) for firm in firms]) if firms else ""
        sheets.append(
            f"<section><h1>{escape(team.name)}</h1><h2>{escape(card['name'])}</h2>"
            f"<p class=big>{escape(card['task'])}</p>"
            f"<p>{say('加入', 'Join')}: {escape(address)} · {escape(room.code)}</p>"
            f"{_table(head, rows)}{listed}</section>"
        )
    blank: list[list[Any]] = [["", "", ""] for _ in range(8)]
    form = _table([say("杠杆", "Lever"), say("取值", "Value"), say("理由，谁出钱", "Why, who pays")], blank)
    sheets.append(
        f"<section><h1>{say('小组方案', 'Our proposal')}</h1>"
        f"<p>{say('小组', 'Team')}: ________  {say('轮次', 'Round')}: ____</p>{form}</section>"
    )
    sheets.append(f"<section>{_result(hall, say)}</section>")
    return _page(room.settings.title, "".join(sheets), lang)


def _result(hall: Hall, say: Speech) -> str:
    room = hall.room
    rows = []
    for place, row in enumerate(leaderboard(room, hall.anchors), 1):
        proposal = room.proposals[row["proposal"]]
        peak = proposal.figures["peak"]
        emissions = f"{proposal.figures['emissions']:.3g}"
        rows.append([place, team_of(room, row["team"])["name"], f"{row['total']:.0f}", peak["year"], emissions])
    head = [say("名次", "Place"), say("小组", "Team"), say("得分", "Score"), say("最高年", "Highest in")]
    head.append(say(f"{SHOWN_YEAR}年能源CO₂（Mt）", f"CO2 from energy in {SHOWN_YEAR} (Mt)"))
    joints = [
        [number, found.figures["peak"]["year"], f"{found.figures['emissions']:.3g}"]
        for number, found in sorted(room.joints.items())
    ]
    heads = [say("轮次", "Round"), say("最高年", "Highest in"), head[-1]]
    return (
        f"<h1>{say('结果', 'Result')}</h1>{_table(head, rows)}"
        f"<h2>{say('全体的共同方案', 'What the room chose together')}</h2>{_table(heads, joints)}"
    )


def debrief(hall: Hall, lang: Lang) -> str:
    """Return the debrief: the result, and the actions of the room with project and bureau."""
    say, room = Speech(lang), hall.room
    projects, known = plan_projects(hall.region), all_levers()
    chosen = dict(room.joints[max(room.joints)].levers) if room.joints else {}
    values = hall.package_values()
    rows = []
    for name, value in chosen.items():
        lever = known[name]
        if abs(value - values[name]) <= 1e-9:
            continue
        where = say("；", "; ").join(project_title(project, projects, say) for project in lever.projects)
        was = f"{values[name]:.4g} → {value:.4g} {unit_name(lever.unit, say)}"
        rows.append([say(lever.label.zh, lever.label.en), was, where, say(lever.bureau.zh, lever.bureau.en)])
    head = [say("行动", "Action"), say("现行 → 全体", "Today → room"), say("方案项目", "Plan project")]
    head.append(say("责任单位", "Bureau"))
    asks = (
        say("什么出乎意料？为什么？", "What was a surprise? Why?"),
        say("谁出钱，谁得益？", "Who pays, who gains?"),
        say("哪个假设最动摇结论？", "Which assumption shakes the conclusion most?"),
        say("下周谁做什么？", "Who does what next week?"),
    )
    body = (
        f"<section>{_result(hall, say)}</section><section><h1>{say('行动清单', 'List of actions')}</h1>"
        f"{_table(head, rows)}<h2>{say('讨论', 'To talk about')}</h2>"
        f"<ol>{''.join(f'<li>{escape(ask)}</li>' for ask in asks)}</ol></section>"
    )
    return _page(say("复盘", "Debrief"), body, lang)
