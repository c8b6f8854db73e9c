"""The communities of a region: which are urban, how large, and where (an approximation)."""

import json
from math import ceil, pi

import numpy as np

from abm.population.numbers import RURAL, URBAN, Cells
from abm.population.population import Columns
from abm.randomness import generator
from abm.region import Region

GOLDEN_ANGLE = pi * (3 - 5**0.5)


def build_communities(region: Region, cells: Cells) -> Columns:
    """Return the columns of the communities, sorted by code.

    ``code`` i8, ``county`` u1, ``township`` i2, ``is_village`` (by its administration),
    ``is_urban`` (urban communities, and town villages as far as the urban people of the county do
    not fit into those), ``people`` f4 in 2020 (estimated: sizes are not published), ``lon``, ``lat``
    f4 (placed within the county: coordinates are not published).
    """
    rows = sorted(region.table("communities.csv"), key=lambda row: row["code"])
    county = np.array([region.county_index[row["county_code"]] for row in rows], dtype=np.uint8)
    is_village = np.array([row["kind"] != "urban" for row in rows])
    townships = {key: i for i, key in enumerate(dict.fromkeys((r["county_code"], r["township_zh"]) for r in rows))}
    township = np.array([townships[row["county_code"], row["township_zh"]] for row in rows], dtype=np.int16)
    names = [name for _, name in townships]
    is_urban = _urban(region, cells, county, township, is_village, names)
    lon, lat = _positions(region, county, township)
    return {
        "code": np.array([int(row["code"]) for row in rows]),
        "county": county,
        "township": township,
        "is_village": is_village,
        "is_urban": is_urban,
        "people": _people(region, cells, county, is_urban, is_village),
        "lon": lon,
        "lat": lat,
    }


def position_type(communities: Columns) -> type[np.signedinteger]:
    """Return the narrow integer that holds positions in ``communities``."""
    return np.int16 if len(communities["code"]) < 2**15 else np.int32


def _urban(
    region: Region, cells: Cells, county: np.ndarray, township: np.ndarray, is_village: np.ndarray, names: list[str]
) -> np.ndarray:
    """Mark town villages until the urban people of each county have a place at the usual sizes."""
    p = region.parameters
    per_community = p.value("people.town_community_size", "persons")
    per_village = p.value("people.town_village_size", "persons")
    is_urban = ~is_village
    has_urban = np.isin(township, township[is_urban])
    is_town = np.array([not names[t].endswith("乡") for t in township])
    for c in range(region.n_counties):
        left = cells.population[c, URBAN] - per_community * is_urban[county == c].sum()
        villages = np.flatnonzero((county == c) & is_village)
        # the seat and other towns first; one village at least stays rural
        order = villages[np.lexsort((villages, ~is_town[villages], ~has_urban[villages]))]
        is_urban[order[: min(max(ceil(left / per_village), 0), max(len(order) - 1, 0))]] = True
    return is_urban


def _people(
    region: Region, cells: Cells, county: np.ndarray, is_urban: np.ndarray, is_village: np.ndarray
) -> np.ndarray:
    """Spread the people of each county and kind by rank and size."""
    p = region.parameters
    exponent = p.value("people.rank_size_exponent", "share")
    usual = np.where(
        is_village,
        p.value("people.town_village_size", "persons"),
        p.value("people.town_community_size", "persons"),
    )
    people = np.zeros(len(county), dtype=np.float32)
    order = generator(0, f"{region.id}|community sizes").permutation(len(county))
    for c in range(region.n_counties):
        for kind in (RURAL, URBAN):
            places = order[(county[order] == c) & (is_urban[order] == bool(kind))]
            size = usual[places] * np.arange(1, len(places) + 1) ** -exponent
            people[places] = cells.population[c, kind] * size / size.sum()
    return people


def _positions(region: Region, county: np.ndarray, township: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place townships evenly in their county and communities on a spiral around their township."""
    lon, lat = np.zeros(len(county), dtype=np.float32), np.zeros(len(county), dtype=np.float32)
    rings = _rings(region)
    for c in range(region.n_counties):
        ring = rings[c]
        seats = np.unique(township[county == c])
        squeeze = np.cos(np.radians(ring[:, 1].mean()))
        radius = np.sqrt(_area(ring) / pi / len(seats))  # degrees, so that townships tile the county
        for seat, centre in zip(seats, _even_points(ring, len(seats)), strict=True):
            members = np.flatnonzero(township == seat)
            k = np.arange(len(members))
            reach = 0.9 * radius * np.sqrt(k / max(len(members), 1))
            step = np.stack([reach * np.cos(GOLDEN_ANGLE * k) / squeeze, reach * np.sin(GOLDEN_ANGLE * k)], axis=1)
            for _ in range(8):  # what falls outside the border moves towards the township
                outside = ~_inside(centre + step, ring)
                step[outside] /= 2
            lon[members], lat[members] = (centre + step).T
    return lon, lat


def _rings(region: Region) -> list[np.ndarray]:
    """Return the outer border of each county, (n_points, 2) lon and lat; its largest part."""
    text = region.file("counties.geojson").read_text(encoding="utf-8")
    found = {}
    for feature in json.loads(text)["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = [np.array(part[0], dtype=float) for part in parts]
        found[feature["properties"]["code"]] = max(rings, key=_area)
    missing = [county.code for county in region.counties if county.code not in found]
    if missing:
        raise ValueError(f"counties.geojson: no border for {', '.join(missing)}")
    return [found[county.code] for county in region.counties]


def _area(ring: np.ndarray) -> float:
    """Area within a ring, square degrees (shoelace)."""
    x, y = ring.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def _inside(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Return (n,) whether points (n, 2) lie within a ring (crossing number)."""
    x, y = points[:, :1], points[:, 1:]
    x1, y1 = ring.T
    x2, y2 = np.roll(ring, 1, axis=0).T
    crosses = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return np.sum(crosses & left, axis=1) % 2 == 1


def _even_points(ring: np.ndarray, n: int) -> np.ndarray:
    """Return (n, 2) points evenly spread within a ring, the first nearest to its middle."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    k = np.arange(1, 40 * n + 41)
    unit = np.stack([np.modf(k * 0.7548776662466927)[0], np.modf(k * 0.5698402909980532)[0]], axis=1)
    points = low + unit * (high - low)
    points = points[_inside(points, ring)][:n]
    middle = np.argmin(((points - (low + high) / 2) ** 2).sum(axis=1))
    points[[0, middle]] = points[[middle, 0]]
    return points
