"""The supply network: who delivers to whom, who has mended, who is closed."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from abm.industry.build import build_book
from abm.industry.supply import supply_graph
from abm.region import load_region
from agents.firm.book import Book
from agents.firm.words import PRODUCTS
from experiments.app.boards.scene import Scene
from experiments.app.names import firm_name
from experiments.plots.words import sector_name
from experiments.text import number
from experiments.web.charts import OKABE_ITO, Chart
from experiments.web.desk import Firms

COLUMNS = (("raw_coal", "gas"), ("coke",), ("steel", "alumina", "chemicals"), ("cement", "aluminium", "other"))
SECTORS = dict(
    zip(
        PRODUCTS,
        (
            "coal_mining",
            "coking",
            "steel",
            "alumina",
            "aluminium",
            "cement",
            "chemicals",
            "gas_fields",
            "other_industry",
        ),
        strict=True,
    )
)
GOODS = {
    "clean coal": ("洗精煤", "clean coal", "#555555"),
    "coke": ("焦炭", "coke", OKABE_ITO[3]),
    "coke-oven gas": ("焦炉煤气", "coke-oven gas", OKABE_ITO[0]),
    "slag": ("矿渣", "slag", OKABE_ITO[5]),
    "alumina": ("氧化铝", "alumina", OKABE_ITO[2]),
}
MENDED, PLAIN = "#009E73", "#E69F00"
WIDTH, HEIGHT = 100.0, 62.0
GROUP_HEIGHT = 9.0  # at least


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    years = [str(year) for year in sorted(scene.answer.moments)]
    if not years:
        return []
    year = scene.chosen("firm_year", years, years[min(2, len(years) - 1)])
    firms = scene.answer.moments[int(year)].firms
    drawn = _network(scene.region.folder)
    say = scene.say
    legend = [
        {"name": say("已改造", "retrofitted"), "color": MENDED},
        {"name": say("未改造", "not retrofitted"), "color": PLAIN},
        {"name": say("已关停（空心）", "closed (hollow)"), "color": "#cccccc"},
        *({"name": say(zh, en), "color": color, "line": True} for zh, en, color in GOODS.values()),
    ]
    chart: Chart = {
        "id": "network",
        "kind": "network",
        "wide": True,
        "title": say(f"企业供应网络，{year}年", f"The supply network of firms, {year}"),
        "how": say(
            "圆为名录中的企业，大小按产量；指向或点选一家，看它与谁相连。认知与副产品沿这些连线传播。",
            "Circles are firms that a source names, sized by output; point at one to see its partners. "
            "Awareness and by-products travel along these ties.",
        ),
        "selects": [scene.select("firm_year", say("年", "Year"), [(y, y) for y in years], year)],
        "box": f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        "columns": [{"x": x, "y": y, "name": _names(scene, row)} for row, x, y in drawn["groups"]],
        "edges": drawn["edges"],
        "nodes": [_node(scene, node, firms) for node in drawn["nodes"]],
        "legend": legend,
        "joined": say(" —— 往来：", " — deals with: "),
        "comma": say("、", ", "),
    }
    names = ("Firms|Aware", "Share|Coke at Benchmark", "Share|Steel at Benchmark", "Share|Alumina at Benchmark")
    flows = ("Coke Oven Gas|Hydrogen", "Coke Oven Gas|Methanol", "Coke Oven Gas|LNG", "Coke Oven Gas|Power")
    more = [
        scene.lines("firm_shares", names, ("认知与能效标杆", "Awareness and benchmark efficiency")),
        scene.lines("gas", flows, ("焦炉煤气余气去向", "Where surplus coke-oven gas goes")),
    ]
    return [chart, *(drawn for drawn in more if drawn)]


def _names(scene: Scene, product: str) -> str:
    return sector_name(SECTORS[product], scene.say)


def _node(scene: Scene, node: dict[str, Any], firms: Firms) -> dict[str, Any]:
    row, say = node["i"], scene.say
    output, is_open = float(firms.output_t[row]), bool(firms.is_open[row])
    name = firm_name(node["zh"], node["en"], say)
    state = say("关停", "closed") if not is_open else say("已改造", "retrofitted") if firms.is_mended[row] else ""
    county = say(*node["county"])
    unit, factor = scene.unit("Mt")
    return {
        "i": row,
        "x": node["x"],
        "y": node["y"],
        "r": round(0.5 + 1.2 * float(np.sqrt(max(output, 0.0) / node["largest"])), 2),
        "near": node["near"],
        "color": "#cccccc" if not is_open else MENDED if firms.is_mended[row] else PLAIN,
        "closed": not is_open,
        "title": f"{name} · {county} · {number(factor * output / 1e6)} {unit} {state}".strip(),
    }


@cache
def _network(folder: Path) -> dict[str, Any]:
    """Return where each named firm stands and what joins them; the same for every run of a region."""
    region = load_region(folder)
    book = build_book(region)
    graph = supply_graph(book)
    named = [row for row in range(len(book)) if book.is_named[row]]
    place, groups = _places(book, named)
    edges = [
        {"a": a, "b": b, "d": _tie(place[a], place[b]), "color": GOODS.get(data["good"], ("", "", "#999999"))[2]}
        for a, b, data in graph.edges(data=True)
        if a in place and b in place
    ]
    near: dict[int, list[int]] = {row: [] for row in named}
    for edge in edges:
        near[edge["a"]].append(edge["b"])
        near[edge["b"]].append(edge["a"])
    nodes = [
        {
            "i": row,
            "x": place[row][0],
            "y": place[row][1],
            "near": near[row],
            "zh": book.name_zh[row],
            "en": book.name_en[row],
            "county": (region.counties[book.county[row]].name_zh, region.counties[book.county[row]].name_en),
            "largest": max(float(book.capacity_t[book.product == book.product[row]].max()), 1.0),
        }
        for row in named
    ]
    return {"nodes": nodes, "edges": edges, "groups": groups}


def _places(book: Book, named: list[int]) -> tuple[dict[int, tuple[float, float]], list[tuple[str, float, float]]]:
    """Set the products from left to right along the chain, the firms of one in a block, the largest first."""
    place: dict[int, tuple[float, float]] = {}
    groups = []
    step = WIDTH / len(COLUMNS)
    for column, products in enumerate(COLUMNS):
        rows = {p: [r for r in named if book.product[r] == PRODUCTS.index(p)] for p in products}
        rows = {p: sorted(own, key=lambda r: -float(book.capacity_t[r])) for p, own in rows.items() if own}
        top, total = 0.5, sum(len(own) for own in rows.values()) or 1
        room = HEIGHT - 1.0 - GROUP_HEIGHT * len(rows)
        for product, own in rows.items():
            tall = GROUP_HEIGHT + room * len(own) / total
            middle = step * (column + 0.5)
            groups.append((product, middle, round(top + 2.2, 1)))
            across = max(1, min(7, round(np.sqrt(len(own) * step * 0.7 / max(tall, 1.0)))))
            lines = -(-len(own) // across)
            for n, row in enumerate(own):
                x = middle + (n % across - (min(across, len(own)) - 1) / 2) * min(step * 0.7 / across, 6.0)
                y = top + 5.4 + (n // across) * min((tall - 8.0) / max(lines - 1, 1), 5.0)
                place[row] = (round(float(x), 1), round(float(y), 1))
            top += tall
    return place, groups


def _tie(a: tuple[float, float], b: tuple[float, float]) -> str:
    middle = (a[0] + b[0]) / 2
    return f"M{a[0]},{a[1]}C{middle:.1f},{a[1]} {middle:.1f},{b[1]} {b[0]},{b[1]}"
