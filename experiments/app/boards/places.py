"""The counties before and after: with their borders, or as tiles of equal size for public showings."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.text import number, signed
from experiments.web.charts import Chart

SHOWN = (
    SCORED,
    "Emissions|CH4",
    "Homes|Scattered Coal",
    "Production|Raw Coal",
    "Production|Coke",
    "Capacity|Electricity|Solar",
    "Capacity|Electricity|Wind",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Farms|Straw|Burnt",
    "Money|City Budget",
)
YEARS = ("2025", "2030", "2035", "2045", "2060")
LIGHT, DARK = np.array([239, 246, 244]), np.array([7, 74, 63])
LESS, MIDDLE, MORE = np.array([0, 90, 150]), np.array([246, 246, 244]), np.array([190, 74, 0])
WIDTH = 100.0
GRID = 0.4  # of the map's width of 100: points of borders are drawn to this


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    say, region = scene.say, scene.region
    names = [name for name in SHOWN if scene.answer.has(name)]
    name = scene.chosen("place", names)
    years = [year for year in YEARS if int(year) in scene.years] or [str(scene.years[-1])]
    year = scene.chosen("place_year", years, "2035")
    style = scene.chosen("borders", ("borders", "tiles"))
    unit, factor = scene.unit_of(name)
    now = factor * scene.answer.counties(name, int(year))
    shapes = _tiles(region.folder) if style == "tiles" or not _borders(region.folder) else _borders(region.folder)
    maps, most = [], 0.0
    top = float(np.nanmax(np.abs(now)))
    if scene.before is not None:
        then = factor * scene.before.counties(name, int(year))
        top = float(np.nanmax(np.abs([now, then])))
        maps = [
            _map(scene, shapes, then, top, scene.then),
            _map(scene, shapes, now, top, say("现在", "now")),
        ]
        change = now - then
        most = float(np.nanmax(np.abs(change)))
        maps.append(_map(scene, shapes, change, most, say("变化", "change"), signed=True))
    else:
        maps = [_map(scene, shapes, now, top, f"{year}")]
    selects = [
        scene.select("place", say("指标", "What"), [(n, scene.label(n)) for n in names], name),
        scene.select("place_year", say("年", "Year"), [(y, y) for y in years], year),
        scene.select(
            "borders",
            say("地图", "Map"),
            [("borders", say("县界", "borders")), ("tiles", say("示意方块", "tiles"))],
            style,
        ),
    ]
    chart: Chart = {
        "id": "counties",
        "kind": "map",
        "wide": True,
        "title": scene.say(f"{scene.label(name)}，{year}年（{unit}）", f"{scene.label(name)}, {year} ({unit})"),
        "how": say(
            "排放记在排放地，用电、目标与资金记在使用者所在县。变化图：橙为增加，蓝为减少。",
            "Emissions stand where they are released; power, targets and money where the user is. "
            "Change: orange is more, blue is less.",
        )
        + scene.noted(name),
        "selects": selects,
        "box": shapes["box"],
        "lift": 3.4,
        "maps": maps,
        "legend": _scale(top, most, unit, say),
    }
    return [chart, _bars(scene, name, now, unit, factor, int(year))]


def _scale(top: float, most: float, unit: str, say: Speech) -> list[dict[str, str]]:
    """Return what the colours mean: of the values, and where there is a map of changes, of these."""
    steps = [(f"{number(share * top, 2)} {unit}", _sequential(share)) for share in (0.0, 0.5, 1.0)]
    if most:
        change = say("变化 ", "change ")
        steps += [(f"{change}{signed(share * most)} {unit}", _diverging(share)) for share in (-1.0, 1.0)]
    return [{"name": name, "color": _css(color)} for name, color in steps]


def _css(color: np.ndarray) -> str:
    return f"rgb({color[0]:.0f},{color[1]:.0f},{color[2]:.0f})"


def _bars(scene: Scene, name: str, now: np.ndarray, unit: str, factor: float, year: int) -> Chart:
    then = None if scene.before is None else factor * scene.before.counties(name, year)
    order = np.argsort(-np.nan_to_num(now))
    rows = [
        {
            "label": scene.say(scene.region.counties[i].name_zh, scene.region.counties[i].name_en),
            "parts": [{"name": "", "color": "#0B6E5F", "value": _plain(now[i])}],
            "before": None if then is None else _plain(then[i]),
        }
        for i in order
    ]
    return {
        "id": "county_bars",
        "kind": "bars",
        "wide": True,
        "title": scene.say(f"{scene.label(name)}，{year}年", f"{scene.label(name)}, {year}"),
        "how": scene.say.together(scene.say(f"{unit}。", f"{unit}."), scene.ticked),
        "rows": rows,
    }


def _map(
    scene: Scene, shapes: dict[str, Any], values: np.ndarray, top: float, title: str, *, signed: bool = False
) -> dict[str, Any]:
    areas = []
    for county, value in zip(scene.region.counties, values, strict=True):
        shape = shapes["areas"].get(county.code)
        if shape is None:
            continue
        share = 0.0 if not np.isfinite(value) or top <= 0 else float(value / top)
        color = _diverging(share) if signed else _sequential(max(share, 0.0))
        name, text = scene.say(county.name_zh, county.name_en), number(float(value), 2 if signed else 3)
        areas.append(
            {
                "code": county.code,
                "d": shape["d"],
                "x": shape["x"],
                "y": shape["y"],
                "name": name,
                "text": text if not signed or abs(share) > 1e-3 else "0",
                "title": scene.say(f"{name}：", f"{name}: ") + number(float(value), 4),
                "color": _css(color),
                "ink": "#fff" if color @ np.array([0.3, 0.59, 0.11]) < 140 else "#17302c",
            }
        )
    return {"title": title, "areas": areas}


def _sequential(share: float) -> np.ndarray:
    return LIGHT + (DARK - LIGHT) * min(share, 1.0)


def _diverging(share: float) -> np.ndarray:
    end = MORE if share > 0 else LESS
    return MIDDLE + (end - MIDDLE) * min(abs(share), 1.0)


def _plain(value: float) -> float | None:
    return float(f"{value:.5g}") if np.isfinite(value) else None


@cache
def _borders(folder: Path) -> dict[str, Any]:
    """Return the counties' borders as paths in a box 100 wide; points are set on a common grid, so borders meet."""
    path = folder / "counties.geojson"
    if not path.exists():
        return {}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rings = {str(f["properties"]["code"]): _rings(f["geometry"]) for f in features}
    every = np.concatenate([ring for own in rings.values() for ring in own])
    low, high = every.min(axis=0), every.max(axis=0)
    squeeze = np.array([np.cos(np.radians((low[1] + high[1]) / 2)), -1.0])
    scale = WIDTH / ((high[0] - low[0]) * squeeze[0])
    areas = {}
    for code, own in rings.items():
        drawn = [(ring - [low[0], high[1]]) * squeeze * scale for ring in own]
        largest = max(drawn, key=lambda ring: float(np.ptp(ring[:, 0])))
        middle = _inside(largest)
        areas[code] = {"d": "".join(_path(ring) for ring in drawn), "x": middle[0], "y": middle[1]}
    tall = (high[1] - low[1]) * scale
    return {"areas": areas, "box": f"-1 -1 {WIDTH + 2:.0f} {tall + 2:.0f}"}


def _rings(geometry: dict[str, Any]) -> list[np.ndarray]:
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.asarray(shape[0], dtype=float)[:, :2] for shape in shapes]


def _path(ring: np.ndarray) -> str:
    on_grid = np.round(ring / GRID) * GRID
    kept = on_grid[np.r_[True, np.abs(np.diff(on_grid, axis=0)).sum(axis=1) > 0]]
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in kept) + "Z"


def _inside(ring: np.ndarray) -> tuple[float, float]:
    """Return the middle of an area, weighted by area (of a simple polygon)."""
    x, y = ring[:, 0], ring[:, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum() / 2 or 1.0
    cx = float(((x + np.roll(x, -1)) * cross).sum() / (6 * area))
    cy = float(((y + np.roll(y, -1)) * cross).sum() / (6 * area))
    return round(cx, 1), round(cy, 1)


@cache
def _tiles(folder: Path) -> dict[str, Any]:
    """Return the counties as squares on a grid, each near where it lies."""
    from abm.region import load_region

    borders = _borders(folder)
    region = load_region(folder)
    places = {
        county.code: (borders["areas"][county.code]["x"], borders["areas"][county.code]["y"])
        if borders and county.code in borders["areas"]
        else (10.0 + 20.0 * (i % 5), 10.0 + 20.0 * (i // 5))
        for i, county in enumerate(region.counties)
    }
    size, taken, areas = 18.0, {}, {}
    for code, (x, y) in sorted(places.items(), key=lambda item: (item[1][1], item[1][0])):
        cell = min(
            ((c, r) for c in range(6) for r in range(12) if (c, r) not in taken),
            key=lambda cell: ((cell[0] + 0.5) * size - x) ** 2 + ((cell[1] + 0.5) * size - y) ** 2,
        )
        taken[cell] = code
        left, top = cell[0] * size, cell[1] * size
        areas[code] = {
            "d": f"M{left + 0.6:.1f},{top + 0.6:.1f}h{size - 1.2:.1f}v{size - 1.2:.1f}h-{size - 1.2:.1f}Z",
            "x": left + size / 2,
            "y": top + size / 2 - 0.4,
        }
    wide = max(c for c, _ in taken) + 1
    rows = [r for _, r in taken]
    return {
        "areas": areas,
        "box": f"-1 {min(rows) * size - 1:.0f} {wide * size + 2:.0f} {(max(rows) - min(rows) + 1) * size + 2:.0f}",
    }
