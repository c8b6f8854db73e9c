"""Who delivers to whom among firms: built with networkx, used as a sparse matrix.

Coal goes to coke plants and coke to steel, gas to hydrogen and to alumina, slag to cement, alumina to the
smelter; makers of one product in one county know each other. Along these ties word of a retrofit travels.
"""

from itertools import pairwise

import networkx as nx
import numpy as np
from scipy import sparse

from agents.firm.book import Book
from agents.firm.words import ALUMINA, ALUMINIUM, CEMENT, CHEMICALS, COKE, RAW_COAL, STEEL

CHAINS = (  # seller, buyer, what travels
    (RAW_COAL, COKE, "clean coal"),
    (COKE, STEEL, "coke"),
    (COKE, ALUMINA, "coke-oven gas"),
    (COKE, CHEMICALS, "coke-oven gas"),
    (STEEL, CEMENT, "slag"),
    (ALUMINA, ALUMINIUM, "alumina"),
)
PARTNERS = 3  # sellers that each buyer names: the largest in its own county, then in the city


def supply_graph(book: Book) -> nx.DiGraph:
    """Return the directed graph of deliveries; nodes are rows of the book, edges carry ``good``."""
    graph = nx.DiGraph()
    for row, name in enumerate(book.id):
        graph.add_node(row, id=name, product=int(book.product[row]), county=int(book.county[row]))
    for seller, buyer, good in CHAINS:
        sellers = np.flatnonzero(book.product == seller)
        for taker in np.flatnonzero(book.product == buyer):
            for partner in _partners(book, sellers, int(taker)):
                graph.add_edge(partner, int(taker), good=good)
    return graph


def word_of_mouth(book: Book, graph: nx.DiGraph) -> sparse.csr_array:
    """Return (n_firms, n_firms) row-normalised weights of those whom a firm listens to.

    Partners along the chain in both directions, and makers of the same product in the county.
    """
    ties = list(graph.edges)
    groups: dict[tuple[int, int], list[int]] = {}
    for row, place in enumerate(zip(book.product.tolist(), book.county.tolist(), strict=True)):
        groups.setdefault(place, []).append(row)
    for rows in groups.values():
        ties.extend(pairwise(rows))
        ties.extend(zip(rows, rows[2:], strict=False))
    ends = np.array(ties, dtype=np.intp).reshape(-1, 2)
    who, whom = np.concatenate([ends, ends[:, ::-1]]).T
    matrix = sparse.csr_array((np.ones(len(who)), (who, whom)), shape=(len(book), len(book)))
    matrix.data[:] = 1.0  # a tie of several kinds is one tie
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    share = np.divide(1.0, degree, out=np.zeros_like(degree), where=degree > 0)
    return sparse.csr_array(sparse.diags_array(share) @ matrix)


def _partners(book: Book, sellers: np.ndarray, buyer: int) -> list[int]:
    near = book.county[sellers] == book.county[buyer]
    order = np.lexsort((sellers, -book.capacity_t[sellers], ~near))
    return [int(row) for row in sellers[order[:PARTNERS]]]
