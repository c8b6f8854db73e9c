"""The IAMC export is accepted by pyam, and its parts add up to their wholes."""

import numpy as np
import pandas as pd
import pytest

from abm.iamc import INDEX, iamc_frame, told_parts, write_iamc
from abm.results import Results
from abm.simulation import simulate
from tests.made_up_runs import full_record, run_of

pytestmark = pytest.mark.filterwarnings("ignore")  # pyam's own warnings are not ours


@pytest.fixture(scope="module")
def results(tiny):
    return Results(tuple(run_of(full_record(tiny, seed), seed=seed) for seed in (1, 2)))


def test_the_header_is_the_wide_one(results):
    frame = iamc_frame(results)
    assert list(frame.columns) == [*INDEX, *range(2020, 2061)]
    assert set(frame["Scenario"]) == {"plan seed 1", "plan seed 2"}
    assert not frame.duplicated(INDEX).any()


def test_parts_add_up_to_their_wholes(results):
    frame = iamc_frame(results).set_index(["Scenario", "Variable"])[2030]["plan seed 1"]
    co2 = "Emissions|CO2|Energy"
    assert frame[f"{co2}|Supply"] + frame[f"{co2}|Demand"] == pytest.approx(frame[co2])
    homes = frame[f"{co2}|Demand|Residential"]
    whole = results.runs[0].by_sector(co2).loc[2030]
    assert homes == pytest.approx(whole["homes_urban"] + whole["homes_rural"])


FARMING = {  # what is told of farming, and the wholes that it must add up to
    "Emissions|CH4|AFOLU|Agricultural Waste Burning": "Emissions|CH4|AFOLU",
    "Emissions|N2O|AFOLU|Agricultural Waste Burning": "Emissions|N2O|AFOLU",
    "Emissions|N2O|AFOLU|Agriculture|Managed Soils": "Emissions|N2O|AFOLU|Agriculture",
    "Emissions|CO2|AFOLU|Agriculture": "Emissions|CO2|AFOLU",
    "Emissions|CH4|Energy|Demand|AFOFI": "Emissions|CH4|Energy|Demand",
}


def test_pyam_confirms_that_parts_of_a_run_add_up():
    """Greenhouse gases down to fires and soils, and primary energy with sun, wind, wood and the power that is sold."""
    pyam = pytest.importorskip("pyam")
    run = simulate("plan", "tiny", scale=1.0, until=2027)
    read = pyam.IamDataFrame(iamc_frame(Results((run,)), counties=True))
    assert set(read.variable) >= {*FARMING, "Primary Energy|Solar", "Primary Energy|Wind", "Primary Energy|Biomass"}
    wholes = {"Emissions|CO2", "Emissions|CH4", "Emissions|N2O", "Emissions|CO2|Energy", *FARMING.values()}
    for whole in wholes:
        assert read.check_aggregate(whole) is None, whole
        assert read.check_aggregate_region(whole, "Tiny", subregions=["Tiny|Shangchuan", "Tiny|Xiagu"]) is None
    energy = [name for name in read.variable if name.count("|") == 1 and name.startswith("Primary Energy|")]
    assert read.check_aggregate("Primary Energy", components=energy, rtol=1e-9) is None
    assert read.filter(variable="Primary Energy|Solar", region="Tiny").data["value"].min() > 0.0


def test_a_sum_of_which_a_part_was_not_kept_has_no_name():
    """A batch that kept N2O and not that of soils must not tell a sum of farming without them."""
    names = {name for _, told in told_parts({"Emissions|N2O", "Emissions|N2O|Combustion"}) for name in told}
    assert "Emissions|N2O|Energy|Demand|Residential" in names
    assert not names & {"Emissions|N2O|AFOLU", "Emissions|N2O|AFOLU|Agriculture"}


def test_units_are_those_of_the_standard(results):
    units = iamc_frame(results).set_index("Variable")["Unit"].groupby(level=0).first()
    assert units["Secondary Energy|Electricity"] == "EJ/yr"
    assert units["Emissions|CO2|Energy"] == "Mt CO2/yr"
    frame = iamc_frame(results).set_index(["Scenario", "Variable"])
    twh = results.runs[0].series("Secondary Energy|Electricity").loc[2030]
    assert frame.loc[("plan seed 1", "Secondary Energy|Electricity"), 2030] == pytest.approx(twh * 0.0036)


def test_a_run_of_the_city_has_what_others_look_for_first(results):
    """What a comparison of models opens with, and net imported power, which no sum of CO2 holds."""
    names = set(iamc_frame(results)["Variable"])
    assert names >= {"Population", "GDP|MER", "Primary Energy|Coal", "Primary Energy|Oil", "Primary Energy|Gas"}
    assert names >= {"Emissions|CO2|Indirect|Net Electricity Imports", "Land Cover|Forest"}
    assert "Emissions|CO2|Indirect" not in names  # it would be taken for a part of Emissions|CO2


def test_coal_in_tonnes_of_standard_coal_is_told_in_exajoules(results):
    frame = iamc_frame(results).set_index(["Scenario", "Variable"])
    tce = 1e4 * results.runs[0].series("Energy Use|Coal").loc[2030]
    coal = frame.loc[("plan seed 1", "Primary Energy|Coal")]
    assert (coal["Unit"], coal[2030]) == ("EJ/yr", pytest.approx(tce * 29.3076e9 / 1e18))


def test_pyam_reads_the_csv(results, tmp_path):
    pyam = pytest.importorskip("pyam")
    read = pyam.IamDataFrame(write_iamc(results, tmp_path / "run.csv", counties=True))
    assert sorted(read.region) == ["Tiny", "Tiny|Shangchuan", "Tiny|Xiagu"]
    assert read.year == list(range(2020, 2061))
    value = read.filter(variable="Emissions|CO2|Energy", region="Tiny", scenario="plan seed 2", year=2040).data["value"]
    assert np.allclose(value, results.runs[1].emissions.loc[2040, "energy"])


def test_pyam_reads_the_excel_file_with_its_meta_sheet(results, tmp_path):
    pyam = pytest.importorskip("pyam")
    pytest.importorskip("openpyxl")
    with pd.ExcelFile(write_iamc(results, tmp_path / "run.xlsx")) as book:
        read = pyam.IamDataFrame(book.parse("data"))
        read.load_meta(book)
    assert set(read.meta["storyline"]) == {"middle"}
    assert "peak_year" in read.meta


def test_a_stranger_can_read_the_excel_file(results, tmp_path):
    """Columns as wide as their words, the header and the names in sight, and what each variable is in two languages."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(write_iamc(results, tmp_path / "run.xlsx"))
    data = book["data"]
    assert data.freeze_panes == "F2"  # below the header, right of Unit
    longest = max(len(cell.value) for cell in data["D"])
    assert longest < data.column_dimensions["D"].width <= 74
    words = pd.DataFrame(list(book["variables"].values)[1:], columns=[cell.value for cell in book["variables"][1]])
    row = words.set_index("Variable").loc["Emissions|CO2|Energy"]
    assert (row["Unit"], row["中文"]) == ("Mt CO2/yr", "能源二氧化碳排放")
    assert set(words["Variable"]) == {cell.value for cell in data["D"]} - {"Variable"}
    assert [path.name for path in tmp_path.iterdir()] == ["run.xlsx"]  # nothing half written beside it
