"""Facilities: real ones by name, the rest as residual agents, nothing counted twice."""

import re

import numpy as np
import pytest

from abm.industry.build import build_book
from abm.industry.facilities import LISTS, MEGA, firm_rows, named_rows
from abm.industry.numbers import Spread
from abm.region import load_region
from agents.firm.words import COKE, PRODUCTS, TALL_OVEN_M

CONTROLS = re.compile(r"CITY TOTAL|XIAOYI TOTAL|SIZE CLASSES|PROVINCE|SHANXI PLAN|\(not in|\(outside\)")
FILES = (
    *sorted({name for name, _ in LISTS.values()}),
    "coal_units.csv",
    "wind_solar.csv",
    "hydrogen.csv",
    "waste.csv",
    "other.csv",
)


@pytest.fixture(scope="module", params=["tiny", "luliang"])
def region(request):
    return load_region(request.param)


@pytest.fixture(scope="module")
def city():
    return load_region("luliang")


def test_the_real_lists_have_their_known_sizes(city):
    sizes = {"coal_mines.csv": 113, "coal_units.csv": 29, "wind_solar.csv": 95}
    assert {name: len(city.table(f"facilities/{name}")) for name in sizes} == sizes
    working = [row for row in city.table("facilities/coal_units.csv") if row["status"] == "operating"]
    assert len(working) == 23
    assert sum(float(row["capacity"]) for row in working) == 6505
    by_2020 = [row for row in working if int(row["start_year"]) <= 2020]
    assert sum(float(row["capacity"]) for row in by_2020) == 5805


@pytest.mark.parametrize("name", FILES)
def test_a_list_has_no_control_row_an_id_of_its_own_and_a_source(region, name):
    rows = region.table(f"facilities/{name}")
    assert not [row["name_zh"] for row in rows if CONTROLS.search(row["name_zh"] + row["name_en"])]
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    known = {row["id"] for path in region.folder.glob("sources/*.csv") for row in region.table(f"sources/{path.name}")}
    assert {row["source"] for row in rows} <= known | {"assumption", "made_up"}
    assert {row["county"] for row in rows} <= {county.code for county in region.counties} | {""}


def test_named_firms_and_residual_agents_add_up_to_the_citys_capacity(region):
    p, rows = region.parameters, firm_rows(region)
    for product in ("alumina", "cement", "chemicals"):
        total = sum(row.capacity_t for row in rows if row.product == product and row.start_year <= region.first_year)
        assert total == pytest.approx(p.value(f"capacity.{product}", "Mt/yr") * MEGA, rel=1e-9), product


def test_coke_ovens_split_by_height_as_the_region_says(region):
    p, rows = region.parameters, [row for row in firm_rows(region) if row.product == "coke"]
    running = [row for row in rows if row.start_year <= region.first_year]
    total = sum(row.capacity_t for row in running)
    small = sum(row.capacity_t for row in running if row.oven_height_m < TALL_OVEN_M)
    assert total == pytest.approx(p.value("capacity.coke", "Mt/yr") * MEGA)
    assert small / total == pytest.approx(p.value("coke.small_share", "share"))


def test_residual_agents_have_no_made_up_name(region):
    for row in firm_rows(region):
        if not row.is_named:
            assert "其余" in row.name_zh and row.name_en.startswith("Rest of "), row.id


def test_a_maker_without_a_printed_capacity_stays_listed_and_is_no_agent(city):
    listed = [row for row in city.table("facilities/coke.csv") if not row["capacity"]]
    agents = {row.id for row in named_rows(city, "coke")}
    assert len(listed) >= 10
    assert not agents & {row["id"] for row in listed}


def test_there_are_few_enough_firms_for_objects(city):
    assert 150 < len(firm_rows(city)) < 600


def test_the_tiny_region_covers_every_product_with_a_few_dozen_firms():
    rows = firm_rows(load_region("tiny"))
    assert {row.product for row in rows} == set(PRODUCTS)
    assert len(rows) < 40


def test_firms_are_the_same_in_every_run(region):
    one, other = build_book(region), build_book(region)
    assert np.array_equal(one.specific_use, other.specific_use)
    assert np.array_equal(one.hurdle_years, other.hurdle_years)


class TestSpread:
    def test_capacity_lies_around_benchmark_and_base_level_as_published(self, city):
        """Coke 2020: 2 % better than the benchmark, 40 % worse than the base level."""
        spread = Spread.of(city.parameters)
        place = (np.arange(10000) + 0.5) / 10000
        use = spread.use(np.full(10000, COKE), place)
        assert (use < spread.benchmark[COKE]).mean() == pytest.approx(0.02, abs=1e-3)
        assert (use > spread.base[COKE]).mean() == pytest.approx(0.40, abs=1e-3)
        assert (np.diff(use) >= 0).all()

    def test_poor_equipment_stands_at_the_worse_end(self, city):
        book = build_book(city)
        coke = book.product == COKE
        low = coke & (book.oven_height_m < TALL_OVEN_M)
        tall = coke & (book.oven_height_m >= TALL_OVEN_M)
        assert book.specific_use[low].min() > book.specific_use[tall].max() * 0.99
