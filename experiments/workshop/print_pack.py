"""What is printed on A4: a card for each role, a card for each lever, the form for proposals, the page of results."""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from html import escape

from experiments.citations import article_name
from experiments.language import Lang, Speech
from experiments.lever_values import guidance_of, lever_number, range_text
from experiments.web.catalogue import project_title
from experiments.workshop import paper
from experiments.workshop.debrief_teams import result_tables, team_name, year_head
from experiments.workshop.firms import firms_of
from experiments.workshop.hall import Hall
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.projects import plan_projects
from experiments.workshop.room import Team
from experiments.workshop.roster import levers_of, roles, roles_of
from experiments.workshop.score import LABELS, counting
from experiments.workshop.tonnes import told, unit
from experiments.workshop.views import payers, role_cards
from policies.lever import AUTHORITIES, Lever

BLANK_ROWS = 9
MANY_LEVERS = 10  # of a card: more are set tighter, so that the sheet has room for notes
LOOPBACK = re.compile(r"https?://(localhost|127\.|\[::1\])")  # the same as in common.js


def pack(hall: Hall, address: str, lang: Lang) -> str:
    """Return the pack: a sheet or two for each team, lever cards to cut out, the form, the page of results."""
    say, settings = Speech(lang), hall.room.settings
    sheets = [_role_card(hall, team, address, say) for team in settings.teams]
    used: dict[str, Lever] = {}
    for team in settings.teams:
        used |= {lever.id: lever for lever in levers_of(team.role, settings.depth)}
    sheets += [_lever_cards(hall, used.values(), say), _form(hall, say), _result(hall, say)]
    return paper.page(paper.spoken(settings.title, say), "".join(sheets), lang)


def _role_card(hall: Hall, team: Team, address: str, say: Speech) -> str:
    settings = hall.room.settings
    cards = {card["id"]: card for card in role_cards(say.lang)}
    card = cards.get(team.role, {"name": say("全体", "Everybody"), "task": ""})
    name, now, plan = team_name(hall.room, team.id, say), hall.package_values(), hall.plan_values()
    rows = [
        [
            say(lever.label.zh, lever.label.en),
            lever_number(lever, now[lever.id], say),
            _planned(lever, plan, say),
            range_text(lever, say),
        ]
        for lever in levers_of(team.role, settings.depth)
    ]
    head = [
        say("杠杆", "Lever"),
        say("起点", "Start"),
        say(f"方案{SHOWN_YEAR}", f"Plan {SHOWN_YEAR}"),
        say("范围", "Range"),
    ]
    firms = firms_of(team.role, hall.region, say.lang, pseudonyms=settings.pseudonyms)
    listed = (
        paper.tag("h2", say("你们代表的企业", "The firms that you speak for"))
        + paper.items([f"{name}: {capacity}" for name, capacity in firms], kind="firms")
        if firms
        else ""
    )
    role = paper.tag("h2", card["name"]) if card["name"] != name else ""
    told = (
        f'<div class="joining">{_qr(f"{address}j/{hall.room.code}")}',
        f"<span>{_network(address, say)}<br>{address}<br><b>{hall.room.code}</b><br>{_until(hall, say)}</span></div>",
        paper.tag("h1", name) + role + paper.tag("p", card["task"], "big"),
        paper.tag("p", f"{say('目标', 'Goal')}: {paper.spoken(settings.goal, say)}") if settings.goal else "",
        paper.tag("h2", say("每一轮", "In each round"), "beside") + paper.items(_rules(say), "ol"),
        paper.tag("h2", say("你们的杠杆", "Your levers")),
        paper.table(head, rows, "tight" if len(rows) > MANY_LEVERS else ""),
        paper.tag("p", _scored(hall, say), "quiet"),
        listed,
    )
    return paper.section(f"<div>{''.join(told)}</div>", _notes(settings.rounds, say), kind="filled")


def _notes(n_rounds: int, say: Speech) -> str:
    """Return a row for each round, to be written on by hand: it takes what is left of the sheet, and no other one."""
    head = [
        say("轮", "Round"),
        say("我们要什么，向谁要、答应了谁", "What we want, asked of whom, promised to whom"),
        say("提了什么，为什么", "What we proposed, and why"),
        say("预测 → 结果", "Predicted → came"),
    ]
    rows = [[n, "", "", ""] for n in range(1, n_rounds + 1)]
    notes = paper.tag("h2", say("我们的笔记", "Our notes")) + paper.table(head, rows, "notes")
    return f'<div class="rest"><div>{notes}</div></div>'


def _network(address: str, say: Speech) -> str:
    """Say what a phone needs before it can open the address: the room's network, and no internet."""
    if LOOPBACK.match(address):
        return say(
            "⚠ 这个地址手机打不开：用 tanfeng workshop --host 0.0.0.0 启动后再打印",
            "⚠ No phone can open this address: start with tanfeng workshop --host 0.0.0.0, then print",
        )
    return say("先连会场的 Wi-Fi：________（不需上网）", "First join the Wi-Fi: ________ (no internet needed)")


def _until(hall: Hall, say: Speech) -> str:
    """Say until when the code on the card holds: what is printed the day before is worth nothing else."""
    until = datetime.fromtimestamp(hall.room.code_until).strftime("%m-%d %H:%M")
    return say(f"码有效至 {until}；若已换，以大屏为准", f"code valid until {until}; else see the big screen")


def _rules(say: Speech) -> list[str]:
    return [
        say("移动杠杆，看曲线、财政和市外。", "Move your levers; look at the line, the budget and what moves outside."),
        say(
            "说出你们要什么，与别的小组商量，提出方案。",
            "Say what you want, bargain with other teams, put a proposal forward.",
        ),
        say("冻结后各自预测，再看结果。", "When it is frozen predict for yourself; then see what comes out."),
        say("不信某个数？在它的范围内质疑它。", "You doubt a number? Contest it within its range."),
        say(
            "靠断电减排的方案不参与排名：方案禁止“一刀切”限电。",
            "A proposal that cuts power off is not ranked: the plan forbids blanket cuts.",
        ),
    ]


def _scored(hall: Hall, say: Speech) -> str:
    """Say of what the score is made."""
    parts = say("、", ", ").join(f"{say(*LABELS[name])} ×{weight:g}" for name, weight in counting(hall.room).items())
    return say(
        f"得分：{parts}。起点政策与强化方案中较差者为0，较好者为100；赶到外地的排放照算。",
        f"Score: {parts}. In each part 0 is the worse and 100 the better of the starting package and the strengthened "
        "plan; what is emitted outside instead counts.",
    )


def _planned(lever: Lever, plan: dict[str, float], say: Speech) -> str:
    """Return the plan's value of a lever, where there is a plan."""
    return lever_number(lever, plan[lever.id], say) if lever.id in plan else "–"


def _lever_cards(hall: Hall, levers: Iterable[Lever], say: Speech) -> str:
    now, plan = hall.package_values(), hall.plan_values()
    projects = plan_projects(hall.region)
    cards = []
    for lever in levers:
        who = say("、", ", ").join(say(roles()[role]["zh"], roles()[role]["en"]) for role in roles_of(lever))
        where = "; ".join(project_title(project, projects, say) for project in lever.projects)
        levels = (say("低", "Low"), say("中", "Mid"), say("高", "High"))
        guide = zip(levels, guidance_of(lever, say), strict=True)
        values = [
            f"{say('起点', 'start')} {lever_number(lever, now[lever.id], say)}",
            f"{say(f'方案{SHOWN_YEAR}', f'plan {SHOWN_YEAR}')} {_planned(lever, plan, say)}",
            range_text(lever, say),
        ]
        meant = "".join(f"<tr>{paper.tag('th', word)}{paper.tag('td', text)}</tr>" for word, text in guide)
        whose, article = say(*AUTHORITIES[lever.authority]), article_name(lever.article, say)
        office = f"{say(lever.bureau.zh, lever.bureau.en)} · {whose} · {article}"
        cards.append(
            f'<div class="card">{paper.tag("h2", say(lever.label.zh, lever.label.en))}'
            f"{paper.tag('p', say(lever.description.zh, lever.description.en))}"
            f"{paper.tag('p', ' · '.join(values), 'values')}"
            f"<table>{meant}</table>{paper.tag('p', where, 'quiet')}{paper.tag('p', office, 'quiet')}"
            f"{paper.tag('p', who, 'quiet')}</div>"
        )
    title = paper.tag("h1", say("杠杆卡（可裁开）", "Lever cards (to cut out)"))
    return f'<section class="cards">{title}<div class="deck">{"".join(cards)}</div></section>'


def _form(hall: Hall, say: Speech) -> str:
    line, mt = "________________", unit(say)
    blank = [[""] * 4 for _ in range(BLANK_ROWS)]
    head = [
        say("杠杆", "Lever"),
        say("从 → 到", "From → to"),
        say("为什么", "Why"),
        say("谁出钱，谁受损", "Who pays, who loses"),
    ]
    believed = say(
        f"我们预测：最高年 ______  {SHOWN_YEAR}年 ______ {mt}（起点政策 {_base(hall, say)} {mt}）",
        f"We predict: highest in ______, {SHOWN_YEAR}: ______ {mt} (starting package {_base(hall, say)} {mt})",
    )
    contested = say("我们质疑的假设，低还是高：", "The assumption that we contest, low or high: ")
    promised = say("我们需要别的小组做：", "What we need from other teams: ")
    return paper.section(
        paper.tag("h1", say("小组方案", "Our proposal")),
        paper.tag("p", f"{say('小组', 'Team')} {line}  {say('轮次', 'Round')} ____  {say('时间', 'Time')} ________"),
        paper.table(head, blank, "form"),
        paper.tag("p", believed, "write") + paper.tag("p", contested + line * 2, "write"),
        paper.tag("p", promised + line * 2, "write"),
    )


def _base(hall: Hall, say: Speech) -> str:
    return told(hall.base["emissions"], say) if hall.base else "______"


def _result(hall: Hall, say: Speech) -> str:
    title = paper.tag("h1", say("结果", "Result"))
    if hall.room.joints:
        return paper.section(title, result_tables(hall, say))
    rounds = [[say(f"第{n}轮", f"Round {n}"), *[""] * 5] for n in range(1, hall.room.settings.rounds + 1)]
    head = [
        "",
        say("最高年", "Highest in"),
        year_head(say),
        say("预测平均", "Said on average"),
    ]
    head += [
        say(f"市外，与起点之差 {unit(say)}", "Outside, against the start, Mt"),
        say("市县财政 亿元", "City budget, CNY 100 million"),
    ]
    who = [[label, ""] for label in payers(say.lang).values()]
    learnt = [say("出乎意料的是", "What surprised us"), say("下周我们做", "What we do next week")]
    return paper.section(
        title,
        paper.table(head, rounds, "form"),
        paper.tag("h2", say("谁出钱", "Who pays")) + paper.table(["", "+ / –"], who, "form"),
        "".join(paper.tag("p", f"{word}: " + "_" * 40, "write") for word in learnt),
    )


def _qr(address: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=0
    )
    return out.getvalue().decode().replace("<svg ", f'<svg role="img" aria-label="{escape(address)}" ', 1)
