"""The long table of results: run, seed, year, county, sector, variable, unit, value.

Rows are sorted by (run, seed, year, county, sector, variable). The same record gives the same
bytes: every setting of the file is pinned and nothing of the moment is written into it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from abm.accounts.words import SECTORS
from abm.record import Record
from abm.variables import all_variables

COLUMNS = ("run", "seed", "year", "county", "sector", "variable", "unit", "value")


@dataclass(frozen=True)
class Extract:
    """Which rows of the long table are wanted; empty ``variables`` or ``years`` means all."""

    variables: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    counties: bool = True  # those of counties beside those of the city
    sectors: bool = True  # those of sectors beside the sums


WHOLE = Extract()


def long_table(record: Record, run: str, seed: int, extract: Extract = WHOLE) -> pa.Table:
    """Return the long table of one run; years in which a variable has no value have no row.

    The words of an extract are those of the whole table, so both read alike.
    """
    counties = [county.code for county in record.region.counties] + [record.region.code]
    names = record.written
    words = (sorted(counties), ["", *sorted(SECTORS)], sorted(names))
    asked = [name for name in names if not extract.variables or name in extract.variables]
    county, sector, variable, values = _blocks(record, asked)
    county = _ranks(counties, words[0])[county]
    sector = np.append(_ranks(SECTORS, words[1]), 0)[sector]
    variable = _ranks(asked, words[2])[variable]
    order = np.lexsort((variable, sector, county))
    order = order.compress(_wanted(extract, county[order], sector[order], words, record.region.code))
    values = values[:, order]
    has = ~np.isnan(values) & _years_wanted(extract, record)[:, None]
    codes = [np.broadcast_to(key[order], has.shape)[has] for key in (county, sector, variable)]
    years = np.broadcast_to(record.years[:, None], has.shape)[has]
    n_rows = len(years)
    unit_of = [all_variables()[name].unit for name in words[2]]
    units = sorted(set(unit_of))
    return pa.table(
        {
            "run": _words(np.zeros(n_rows, dtype=np.int32), [run]),
            "seed": pa.array(np.full(n_rows, seed, dtype=np.int64)),
            "year": pa.array(years.astype(np.int32)),
            "county": _words(codes[0], words[0]),
            "sector": _words(codes[1], words[1]),
            "variable": _words(codes[2], words[2]),
            "unit": _words(_ranks(unit_of, units).take(codes[2]), units),
            "value": pa.array(values[has]),
        }
    )


def _wanted(
    extract: Extract, county: np.ndarray, sector: np.ndarray, words: Sequence[Sequence[str]], city: str
) -> np.ndarray:
    """Return (n_series,) whether each is wanted by its place; ``county`` and ``sector`` are numbers in ``words``."""
    wanted = np.ones(len(county), dtype=bool)
    if not extract.counties:
        wanted &= county == words[0].index(city)
    if not extract.sectors:
        wanted &= sector == words[1].index("")
    return wanted


def _years_wanted(extract: Extract, record: Record) -> np.ndarray:
    """Return (n_years,) bool."""
    return np.isin(record.years, extract.years) if extract.years else np.ones(len(record.years), dtype=bool)


def join_tables(tables: Sequence[pa.Table]) -> pa.Table:
    """Return several runs' tables, given in the order of (run, seed), as one."""
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def parquet_bytes(table: pa.Table) -> bytes:
    """Return the table as Parquet in one row group."""
    sink = BytesIO()
    pq.write_table(
        table,
        sink,
        row_group_size=max(table.num_rows, 1),
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    )
    return sink.getvalue()


def _blocks(record: Record, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return county, sector and variable number of every series, and (n_years, n_series) values.

    Sector number ``len(SECTORS)`` stands for no sector, county number ``n_counties`` for the city.
    """
    n_years, n_counties, n_sectors = len(record.years), record.region.n_counties, len(SECTORS)
    totals = record.years_of(names)
    keys = [np.indices((len(names), n_counties + 1)).reshape(2, -1)]
    county, sector = [keys[0][1]], [np.full(keys[0][0].size, n_sectors)]
    variable, values = [keys[0][0]], [totals.reshape(n_years, -1)]
    for number, name in enumerate(names):
        if name in record.by_sector:
            cells = record.by_sector[name]
            cells = np.concatenate([cells, cells.sum(axis=2, keepdims=True)], axis=2)
            at = np.indices(cells.shape[1:]).reshape(2, -1)
            sector.append(at[0])
            county.append(at[1])
            variable.append(np.full(at[0].size, number))
            values.append(cells.reshape(n_years, -1))
    joined = [np.concatenate(part) for part in (county, sector, variable)]
    return joined[0], joined[1], joined[2], np.concatenate(values, axis=1)


def _ranks(words: Sequence[str], ordered: Sequence[str]) -> np.ndarray:
    rank = {word: i for i, word in enumerate(ordered)}
    return np.array([rank[word] for word in words], dtype=np.int32)


def _words(codes: np.ndarray, words: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))
