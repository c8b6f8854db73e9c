"""Who meets whom between communities: a gravity graph, built with networkx, used as a sparse matrix."""

from typing import TYPE_CHECKING

import numpy as np

from abm.region import Region

if TYPE_CHECKING:
    import networkx as nx

Columns = dict[str, np.ndarray]
KM_PER_DEGREE = 111.2  # of latitude


def gravity_graph(region: Region, communities: Columns) -> "nx.Graph":
    """Return an undirected graph of the communities with ``weight``: pull = people / distance ** exponent.

    Each community is joined to the few others that pull it most; county borders weaken the pull.
    """
    import networkx as nx  # only where a population is built: it is slow to import

    p = region.parameters
    pull = _pull(region, communities)
    k = min(round(p.value("network.neighbours", "communities")), len(pull) - 1)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(pull)))
    if k < 1:
        return graph
    nearest = np.sort(np.argpartition(-pull, k - 1, axis=1)[:, :k], axis=1)
    for i, others in enumerate(nearest.tolist()):
        graph.add_weighted_edges_from((i, j, float(pull[i, j] + pull[j, i])) for j in others)
    return graph


def links(graph: "nx.Graph") -> Columns:
    """Return the graph as CSR (data f4, indices i4, indptr i4), rows normalised to 1."""
    import networkx as nx  # only where a population is built: it is slow to import

    matrix = nx.to_scipy_sparse_array(graph, nodelist=range(graph.number_of_nodes()), weight="weight", format="csr")
    matrix.sort_indices()
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    per_row = np.repeat(np.where(sums > 0, sums, 1.0), np.diff(matrix.indptr))
    return {
        "data": (matrix.data / per_row).astype(np.float32),
        "indices": matrix.indices.astype(np.int32),
        "indptr": matrix.indptr.astype(np.int32),
    }


def statistics(graph: "nx.Graph") -> dict[str, float]:
    """Return what the graph looks like: degrees, clustering, share of communities in its largest part."""
    import networkx as nx  # only where a population is built: it is slow to import

    degree = np.array([d for _, d in graph.degree()])
    largest = max((len(part) for part in nx.connected_components(graph)), default=0)
    return {
        "communities": float(graph.number_of_nodes()),
        "edges": float(graph.number_of_edges()),
        "degree_mean": float(degree.mean()),
        "degree_min": float(degree.min()),
        "degree_max": float(degree.max()),
        "clustering": float(nx.average_clustering(graph)),
        "largest_part_share": largest / graph.number_of_nodes(),
    }


def _pull(region: Region, communities: Columns) -> np.ndarray:
    """Return (n, n) how much each column's community pulls each row's; zero on the diagonal."""
    p = region.parameters
    lat, lon = communities["lat"].astype(float), communities["lon"].astype(float)
    x, y = lon * np.cos(np.radians(lat.mean())) * KM_PER_DEGREE, lat * KM_PER_DEGREE
    squared = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2
    floor = p.value("network.floor_km", "km")
    pull = communities["people"] * np.maximum(squared, floor**2) ** (-p.value("network.distance_exponent", "-") / 2)
    same = communities["county"][:, None] == communities["county"]
    pull *= np.where(same, 1.0, p.value("network.county_pull", "share"))
    np.fill_diagonal(pull, 0.0)
    return pull
