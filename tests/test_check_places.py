"""Bad places of a region: head, counties, borders, and plants that the model would drop or misread."""

from pathlib import Path

import pytest

from abm import simulate
from abm.region import load_region
from tests.spoilt_region import change, empty, said, spoilable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region that a test may spoil."""
    return spoilable(tmp_path)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("counties.csv", "counties.csv: got 'no row', allowed a county at least"),
        ("communities.csv", "communities.csv county_code: got 'no village of 990102', allowed a village in each"),
        (
            "observations.csv",
            "observations.csv key: got 'no cars.stock_before', allowed every key that the model reads",
        ),
        ("targets.csv", "corridors.csv:2 target: got 'T01'"),
    ],
)
def test_a_table_that_ends_with_its_header_says_what_it_lacks(folder, table, told):
    empty(folder / table)
    assert told in said(folder)


def test_a_column_of_a_list_that_the_model_reads_is_missed(folder):
    change(folder, "facilities/coke.csv", ",owner_type,", ",ownertype,")
    assert "facilities/coke.csv:1 owner_type: got 'no such column', allowed a column owner_type" in said(folder)


@pytest.mark.parametrize("name", ["steel", "coke"])
def test_a_city_without_works_of_a_kind_is_good_and_runs(folder, name):
    """A list may end with its header: another city makes no steel or no coke."""
    empty(folder / "facilities" / f"{name}.csv")
    assert said(folder) == ""
    run = simulate("plan", region=folder, scale=1.0, until=2028)
    assert run.series("Production|Steel").eq(0.0).all() == (name == "steel")


@pytest.mark.parametrize("package", ["frozen", "plan_plus"])
def test_a_city_without_any_facility_is_good_and_runs(folder, package, recwarn):
    """A city may have neither works nor power plants: it lives on imported power, and its homes and cars go on."""
    for file in (folder / "facilities").glob("*.csv"):
        empty(file)
    assert said(folder) == ""
    run = simulate(package, region=folder, scale=1.0, until=2028)
    frame = run.to_frame()
    assert not frame["value"][frame["variable"].str.startswith("Production|")].any()
    assert run.series("Emissions|CO2|Energy").gt(0.0).all()
    assert run.series("Emissions|CO2|Indirect|Net Electricity Imports")[2020] > 0.0
    assert not [str(warning.message) for warning in recwarn]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_head_is_read_as_it_is_checked(folder, encoding):
    path = folder / "region.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    assert said(folder) == ""
    assert load_region(folder).name_zh == "小川市"


@pytest.mark.parametrize(
    ("before", "after", "said_of_it"),
    [
        ("horizon = 2060", "horizon = ", "readable TOML"),
        ("horizon = 2060", "horizon = 2026", "first_year < last_observed_year < first_decision_year < horizon"),
        ("horizon = 2060", 'horizon = "2060"', "a whole number"),
        ("horizon = 2060", "", "a value of horizon"),
        ("horizon = 2060", "horizont = 2060", "nearest is 'horizon'"),
        ('include = ["china"]', 'include = ["chnia"]', "nearest is 'china'"),
        ('code = "990100"', 'code = "99010"', "a code of 6 digits"),
    ],
)
def test_a_bad_head_is_named(folder, before, after, said_of_it):
    path = folder / "region.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    assert said_of_it in said(folder)


def test_borders_have_every_county(folder):
    path = folder / "counties.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace('"990102"', '"990109"'), encoding="utf-8")
    told = said(folder)
    assert "no feature for 990102" in told
    assert "got '990109'" in told


@pytest.mark.parametrize(
    ("table", "before", "after", "column", "got", "allowed"),
    [
        ("coal_units", ",operating,", ",opperating,", "status", "opperating", "nearest is 'operating'"),
        ("coal_units", ",MW,", ",GW,", "unit", "GW", "one of MW"),
        ("coal_units", ",50,", ",,", "capacity", "", "a value, not blank"),
        ("coal_units", ",2008,", ",,", "start_year", "", "a value, not blank"),
        ("coal_units", ",0.0102,", ",10.2,", "heat_rate_gj_per_kwh", "10.2", "a number 0.005..0.03"),
        ("coal_units", "waste_coal", "waste coal", "coal_type", "waste coal", "nearest is 'waste_coal'"),
        ("coal_mines", ",high,", ",higth,", "gas_rating", "higth", "nearest is 'high'"),
        ("cement", ",Mt/yr,", ",kt/yr,", "unit", "kt/yr", "one of Mt/yr"),
        ("cement", ",990101,", ",上川区,", "county", "上川区", "one of 990101, 990102"),
        ("steel", ",990101,", ",,", "county", "", "a value, not blank"),
        ("alumina", ",central,", ",centrall,", "owner_type", "centrall", "nearest is 'central'"),
        ("coke", ",6.25,", ",625,", "oven_height_m", "625", "a number 2..9"),
        ("wind_solar", ",wind power,", ",windpower,", "product", "windpower", "nearest is 'wind power'"),
        ("prospects", ",base", ",bass", "kind", "bass", "nearest is 'base'"),
        ("residual", "coke,small_ovens,990102,1,", "coke,small_ovens,990102,-1,", "weight", "-1", "a number >= 0"),
    ],
)
def test_a_plant_that_the_model_would_drop_or_misread_is_named(folder, table, before, after, column, got, allowed):
    """A misspelt status leaves a plant out without a word, a foreign unit makes it a thousand times larger."""
    line = change(folder, f"facilities/{table}.csv", before, after)
    where = f"facilities/{table}.csv:{line} {column}: got {got!r}"
    assert any(found.startswith(where) and allowed in found for found in said(folder).splitlines()), said(folder)
