"""Neighbours: a gravity graph over the communities, rows normalised."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from abm import load_region
from abm.network import gravity_graph, links, statistics
from abm.population.communities import _inside, _rings, build_communities
from abm.population.numbers import URBAN, Cells


@pytest.fixture(scope="module")
def places():
    region = load_region("luliang")
    cells = Cells.of(region)
    return region, cells, build_communities(region, cells)


def test_all_real_communities_are_there(places):
    _, cells, communities = places
    assert len(communities["code"]) == 2_456
    assert (~communities["is_village"]).sum() == 302
    by_county = np.bincount(communities["county"], communities["people"])
    np.testing.assert_allclose(by_county, cells.population.sum(axis=1), rtol=1e-5)
    urban = np.bincount(communities["county"], communities["people"] * communities["is_urban"])
    np.testing.assert_allclose(urban, cells.population[:, URBAN], rtol=1e-5)
    assert communities["is_urban"][~communities["is_village"]].all()


def test_communities_lie_within_their_county(places):
    region, _, communities = places
    points = np.stack([communities["lon"], communities["lat"]], axis=1).astype(float)
    for c, ring in enumerate(_rings(region)):
        here = communities["county"] == c
        assert _inside(points[here], ring).mean() > 0.99


def test_links_are_a_row_normalised_symmetric_pattern(places):
    region, _, communities = places
    graph = gravity_graph(region, communities)
    parts = links(graph)
    n = len(communities["code"])
    matrix = csr_array((parts["data"], parts["indices"], parts["indptr"]), shape=(n, n))
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-6)
    assert matrix.diagonal().sum() == 0
    assert ((matrix > 0) != (matrix.T > 0)).nnz == 0
    shape = statistics(graph)
    assert shape["degree_min"] >= 8
    assert shape["degree_mean"] == pytest.approx(2 * shape["edges"] / n)
    assert shape["largest_part_share"] > 0.95


def test_pull_falls_with_distance_and_across_county_borders(tiny):
    """Three villages on a line, 2 and 4 km apart: pull of the nearer is 4 times that of the farther."""
    step = 2 / 111.2
    communities = {
        "lon": np.zeros(3, dtype=np.float32),
        "lat": np.array([0, step, 2 * step], dtype=np.float32),
        "people": np.full(3, 100, dtype=np.float32),
        "county": np.array([0, 0, 0], dtype=np.uint8),
    }
    graph = gravity_graph(tiny, communities)
    assert isinstance(graph, nx.Graph)
    assert graph[0][1]["weight"] / graph[0][2]["weight"] == pytest.approx(4, rel=1e-4)
    communities["county"] = np.array([0, 1, 1], dtype=np.uint8)
    across = gravity_graph(tiny, communities)
    # (2 km)^-2 across a border counts 0.4
    assert across[0][1]["weight"] / across[1][2]["weight"] == pytest.approx(0.4, rel=1e-4)
