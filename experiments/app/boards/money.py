"""Who pays: purses, homes by income, firms by sector and size, and counties, against current law or the package."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from experiments.app.boards.changed import nothing_to_compare
from experiments.app.boards.scene import Scene
from experiments.plots.money import FIFTHS, PURSES
from experiments.plots.words import sector_name
from experiments.text import signed
from experiments.web.answer import SECTORS, Answer
from experiments.web.bills import BILL, HOMES, INCOME
from experiments.web.charts import Chart, line, plain

UNTIL = ("2035", "2045", "2060")
FIFTH_COLORS = ("#D55E00", "#E69F00", "#009E73", "#56B4E9", "#0072B2")
FIFTH_NAMES = ("最低收入组", "次低收入组", "中间收入组", "次高收入组", "最高收入组")
WHERE = (("Urban", "城镇", "towns", "#0072B2"), ("Rural", "农村", "villages", "#009E73"))
FIRM_PARTS = (
    ("Energy", "能源", "energy", "#0072B2"),
    ("Investment", "设备与融资", "equipment and finance", "#56B4E9"),
    ("Levies", "加价、配额与碳", "surcharges, quotas, carbon", "#D55E00"),
    ("Support", "财政补助", "public support", "#009E73"),
    ("Sales", "销售（扣除其他投入）", "sales less other inputs", "#7f7f7f"),
)
SIZES = (
    ("Large Firms", "大型", "large"),
    ("Medium Firms", "中型", "medium"),
    ("Small Firms", "小微", "small"),
    ("Unnamed Firms", "名单外", "no source names them"),
    ("Other Sectors", "电力、服务等", "power, services, others"),
)
TRUCKS, FLEETS = "Money|Vehicle Owners|Trucks", "Money|Vehicle Owners|Fleets"
MORE, LESS = "#D55E00", "#0072B2"
OWNERS = next(i for i, purse in enumerate(PURSES) if purse[1] == "Vehicle owners")
OF_OWNERS = (
    ("– 货车车主", "– truck owners"),
    ("– 出租、公交、轻货", "– taxis, buses, vans"),
    ("– 私家车", "– private cars"),
)
LEAST = 1e-3  # 10^8 CNY a year: a sector that changes less is left out
Take = Callable[[Answer], np.ndarray]  # (n_rows, n_years) 10^8 CNY paid less received


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    waits = _nothing_to_compare(scene)
    boards = waits or [
        _purses(scene),
        _counties(scene),
        _homes(scene),
        _sizes(scene),
        _sectors(scene),
        _groups(scene),
    ]
    boards += [
        _lines(scene, "burden", ("用能支出占收入，按收入五等分", "Energy bill over income, by fifths of income")),
        _lines(scene, "where", ("用能支出占收入，城乡", "Energy bill over income, towns and villages")),
        _lines(scene, "warmth", ("室温缺口，按收入五等分", "Warmth gone without, by fifths of income")),
        scene.lines("budget", ("Money|City Budget", "Money|Upper Budget"), ("财政支出", "Public budgets")),
    ]
    return [chart for chart in boards if chart]


def _nothing_to_compare(scene: Scene) -> list[Chart | None]:
    """Say why there are no differences yet: what is compared with is being computed, or it is what is shown."""
    say, base, name = scene.say, scene.base, scene.base_name
    if base is not None and (base.ask != scene.answer.ask or _before(scene) is not None):
        return []
    told = nothing_to_compare(scene, is_there=base is not None)
    title = say(f"谁多付、谁少付（与{name}相比）", f"Who pays more, who pays less, against {name}")
    return [{"id": "purses", "kind": "cards", "cards": [], "wide": True, "title": title, "how": told}]


def _span(scene: Scene) -> tuple[int, int, slice]:
    """Return the first and the last year over which payments are averaged, and their place in the answer."""
    first = scene.region.first_decision_year
    last = min(int(scene.chosen("money_until", UNTIL)), scene.years[-1])
    return first, last, slice(scene.answer.at(first), scene.answer.at(last) + 1)


def _change(scene: Scene, take: Take) -> tuple[np.ndarray, np.ndarray | None]:
    """Return what is paid more than under the base, (n_rows,) 10^8 CNY a year, and the same before the move."""
    at = _span(scene)[2]

    def mean(answer: Answer) -> np.ndarray:
        return np.nan_to_num(take(answer))[..., at].mean(axis=-1)

    assert scene.base is not None
    base, before = mean(scene.base), _before(scene)
    return mean(scene.answer) - base, None if before is None else mean(before) - base


def _before(scene: Scene) -> Answer | None:
    """Return what was before the move; none of another storyline or seed, whose law is another one, nor the base."""
    before, base = scene.before, scene.base
    if before is None or base is None or before.ask == base.ask:
        return None
    return before if before.ask.plain() == base.ask.plain() else None


def _bars(
    scene: Scene, name: str, title: tuple[str, str], how: tuple[str, str], rows: Sequence[tuple[str, float, Any]]
) -> Chart:
    """Return changes as bars: who pays more in orange, who pays less in blue; ``rows`` label, now, before."""
    first, last, _ = _span(scene)
    say, colours = scene.say, ("橙为多付或少得，蓝为少付或多得。", "Orange pays more or gets less, blue the reverse.")
    unit = say(
        f"与{scene.base_name}之差，亿元/年，{first}–{last}年平均。",
        f"Against {scene.base_name}, CNY 100 million a year, mean {first}–{last}.",
    )
    return {
        "id": name,
        "kind": "bars",
        "title": say(*title),
        "how": say.together(
            say(*how),
            say(*colours) if rows else "",
            unit,
            scene.ticked if any(then is not None for _, _, then in rows) else "",
        ),
        "rows": [
            {
                "label": label,
                "parts": [{"name": "", "color": MORE if now > 0 else LESS, "value": plain([now])[0]}],
                "before": None if then is None else plain([then])[0],
                "note": signed(now) if abs(now) >= LEAST else "0",
            }
            for label, now, then in rows
        ],
    }


def _rows(names: Sequence[str], change: tuple[np.ndarray, np.ndarray | None]) -> list[tuple[str, float, Any]]:
    now, then = change
    return [(name, float(now[i]), None if then is None else float(then[i])) for i, name in enumerate(names)]


def _purses(scene: Scene) -> Chart:
    def take(answer: Answer) -> np.ndarray:
        net, trucks, fleets = _net(answer), -answer.series(TRUCKS), -answer.series(FLEETS)
        return np.insert(net, OWNERS + 1, [trucks, fleets, net[OWNERS] - trucks - fleets], axis=0)

    title = ("谁多付、谁少付", "Who pays more, who pays less")
    how = (
        "支出减收入；缩进各行已含在“车主”内。",
        "Paid less received; the rows with a dash are part of vehicle owners.",
    )
    names = [scene.say(zh, en) for zh, en, _, _ in PURSES]
    names[OWNERS + 1 : OWNERS + 1] = [scene.say(zh, en) for zh, en in OF_OWNERS]
    rows = _rows(names, _change(scene, take))
    chart = _bars(scene, "purses", title, how, rows)
    until = scene.chosen("money_until", UNTIL)
    select = scene.select("money_until", scene.say("至", "Until"), [(y, y) for y in UNTIL], until)
    return chart | {"selects": [select], "rowHeight": 30}


def _net(answer: Answer) -> np.ndarray:
    """(n_purses, n_years) what each of PURSES pays less what it receives."""
    nothing = np.zeros(len(answer.years))
    paid = [sum((answer.series(n) for n in out), nothing) for _, _, out, _ in PURSES]
    got = [sum((answer.series(n) for n in back), nothing) for _, _, _, back in PURSES]
    return np.array(paid) - np.array(got)


def card(scene: Scene) -> dict[str, str] | None:
    """Return who pays more and who less in a card, the city's own budget first; None while there is no difference."""
    if _nothing_to_compare(scene) or scene.base is None or scene.base.ask == scene.answer.ask:
        return None
    say, (first, last, _) = scene.say, _span(scene)
    told = [
        (say(zh, en), signed(float(now)) if abs(now) >= LEAST else "+0")
        for (zh, en, _, _), now in zip(PURSES, _change(scene, _net)[0], strict=True)
    ]
    (name, own), others = told[0], say("、", ", ").join(f"{purse} {change}" for purse, change in told[1:])
    return {
        "label": say(f"谁出钱：{name}，亿元/年", f"Who pays: {name.lower()}, CNY 100 m a year"),
        "value": own,
        "note": say(
            f"{others}；与{scene.base_name}之差，{first}–{last}年平均",
            f"{others}; against {scene.base_name}, mean {first}–{last}",
        ),
        "kind": "purses",
    }


def _homes(scene: Scene) -> Chart | None:
    names = [f"Homes|Energy Bill|{fifth}" for fifth in FIFTHS]
    if not scene.answer.has(names[0]):
        return None
    labels = [scene.say(zh, fifth) for zh, fifth in zip(FIFTH_NAMES, FIFTHS, strict=True)]
    rows = _rows(labels, _change(scene, lambda answer: np.array([answer.series(name) for name in names])))
    title = ("居民：能源账单，按收入五等分", "Homes: the energy bill, by fifths of income")
    return _bars(scene, "homes", title, ("", ""), rows) | {"rowHeight": 30}


def _sectors(scene: Scene) -> Chart | None:
    """Firms by sector: what of the change is energy, equipment, levies, support and sales."""
    stem = "Money|Firms|Net|"
    parts = [part for part in FIRM_PARTS if stem + part[0] in scene.answer.sectors]
    if not parts or scene.base is None:
        return None
    changes = [_change(scene, lambda a, n=stem + part[0]: -a.sectors[n].T) for part in parts]  # type: ignore[misc]
    now = np.array([change for change, _ in changes])
    shown = [i for i in np.argsort(-np.abs(now).sum(axis=0)) if np.abs(now[:, i]).sum() >= LEAST]
    title = ("企业：按行业与来源", "Firms: by sector and by what")
    how = ("右为多付或少得，左为少付或多得。", "To the right: pays more or gets less; to the left: the reverse.")
    chart = _bars(scene, "firm_sectors", title, how, [])
    chart["rows"] = [
        {
            "label": sector_name(SECTORS[i], scene.say),
            "parts": [
                {"name": scene.say(zh, en), "color": color, "value": plain([now[n, i]])[0]}
                for n, (_, zh, en, color) in enumerate(parts)
            ],
            "before": None,
            "note": signed(float(now[:, i].sum())),
        }
        for i in shown
    ] or [{"label": "–", "parts": [], "before": None}]
    chart["legend"] = [{"name": scene.say(zh, en), "color": color} for _, zh, en, color in parts]
    return chart | {"wide": True}


def _sizes(scene: Scene) -> Chart | None:
    names = [f"Money|Firms|Net|{size}" for size, _, _ in SIZES]
    if not scene.answer.has(names[0]):
        return None
    change = _change(scene, lambda answer: -np.array([answer.series(name) for name in names]))
    title = ("企业：按规模", "Firms: by size")
    return _bars(scene, "firm_sizes", title, ("", ""), _rows([scene.say(zh, en) for _, zh, en in SIZES], change))


def _counties(scene: Scene) -> Chart:
    say = scene.say
    known = (*PURSES, ("货车车主", "Truck owners", (), (TRUCKS,)))
    payers = {zh: (say(zh, en), out, back) for zh, en, out, back in known if zh != "电网"}
    who = scene.chosen("payer", list(payers), "居民")
    _, out, back = payers[who]

    def take(answer: Answer) -> np.ndarray:
        rows = range(len(scene.region.counties))
        return np.array([sum(answer.series(n, i) for n in out) - sum(answer.series(n, i) for n in back) for i in rows])

    names = [say(county.name_zh, county.name_en) for county in scene.region.counties]
    rows = sorted(_rows(names, _change(scene, take)), key=lambda row: -row[1])
    title, how = ("县区", "Counties"), ("支出减收入。", "Paid less received.")
    options = [(key, label) for key, (label, _, _) in payers.items()]
    return _bars(scene, "payers", title, how, rows) | {
        "selects": [scene.select("payer", say("对象", "Who"), options, who)]
    }


def _groups(scene: Scene) -> Chart | None:
    """Homes of every county by fifths of income: what the energy bill changes for a home, and what it weighs."""
    first, last, _ = _span(scene)
    now, base = (None if a is None else a.bills.mean(first, last) for a in (scene.answer, scene.base))
    if now is None or base is None:
        return None
    say, counties = scene.say, scene.region.counties
    names = [say(county.name_zh, county.name_en) for county in counties]
    now, base = (np.concatenate([told, told.sum(axis=1, keepdims=True)], axis=1) for told in (now, base))
    bill, law = (told[BILL] / np.maximum(told[HOMES], 1e-9) for told in (now, base))
    burden = 100.0 * now[BILL] / np.maximum(now[INCOME], 1e-9)
    rows = [
        [name, *(_weighed(c, b, w) for c, b, w in zip(bill[i] - law[i], bill[i], burden[i], strict=True))]
        for i, name in enumerate([*names, say("全市", "city")])
    ]
    return {
        "id": "groups",
        "kind": "table",
        "wide": True,
        "title": say(
            "县区与收入组：每户能源账单的变化", "Counties by income group: what the energy bill of a home changes"
        ),
        "how": say(
            f"与{scene.base_name}之差，元/户·年，{first}–{last}年平均；小字为账单占收入的比重。"
            "每格只有几十户模拟家庭、一个种子，小的差别可能只是运气。",
            f"Against {scene.base_name}, CNY a home and year, mean {first}–{last}; below it the bill over income. "
            "Some tens of simulated homes to a cell and one seed: a small difference may be luck.",
        ),
        "head": [say("县区", "county"), *(say(*pair) for pair in zip(FIFTH_NAMES, FIFTHS, strict=True))],
        "numbers": list(range(1, len(FIFTHS) + 1)),
        "rows": rows,
    }


def _weighed(change: float, bill: float, burden: float) -> dict[str, str]:
    """Return a cell: the change in CNY, coloured where it is more than a hundredth of the bill."""
    kind = "" if abs(change) < 0.01 * bill else "more" if change > 0 else "less"
    return {"text": f"{change:+.0f}" if round(change) else "0", "note": f"{burden:.1f}%", "kind": kind}


def _lines(scene: Scene, name: str, title: tuple[str, str]) -> Chart | None:
    """Return the burden or the warmth of groups over the years."""
    stem, factor, unit = (
        ("Homes|Missing Warmth|", 1.0, "°C") if name == "warmth" else ("Homes|Energy Burden|", 100.0, "%")
    )
    if name == "where":
        groups = [(group, scene.say(zh, en), color) for group, zh, en, color in WHERE]
    else:
        labels = [scene.say(zh, fifth) for zh, fifth in zip(FIFTH_NAMES, FIFTHS, strict=True)]
        groups = list(zip(FIFTHS, labels, FIFTH_COLORS, strict=True))
    groups = [group for group in groups if scene.answer.has(stem + group[0])]
    if not groups:
        return None
    chart = scene.year_chart(name, title, ("", ""), unit)
    chart["how"] = scene.dashed
    chart["series"] = [line(label, color, factor * scene.answer.series(stem + group)) for group, label, color in groups]
    if (before := scene.before) is not None:
        chart["ghosts"] = [
            {"name": "", "color": color, "values": plain(factor * before.series(stem + group))}
            for group, _, color in groups
        ]
    return chart
