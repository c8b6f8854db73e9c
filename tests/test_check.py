"""Bad data of a region: every problem is said at once, with file, row, what stands there and what may."""

import shutil
from pathlib import Path

import pytest

from abm import simulate
from abm.check import check_region
from abm.check import folder as folder_module
from abm.region import REGIONS, load_region

SHIPPED = [path.name for path in sorted(REGIONS.iterdir()) if (path / "parameters").is_dir()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region that a test may spoil."""
    return Path(shutil.copytree(REGIONS / "tiny", tmp_path / "小 区"))


def said(folder: Path, lang: str = "en") -> str:
    return "\n".join(problem.text(lang) for problem in check_region(folder))


def add(folder: Path, name: str, line: str) -> int:
    """Append a line to a table and return its number."""
    text = (folder / name).read_text(encoding="utf-8").rstrip("\n") + "\n"
    (folder / name).write_text(text + line + "\n", encoding="utf-8")
    return text.count("\n") + 1


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_has_no_problem(name):
    assert said(REGIONS / name) == ""


@pytest.mark.parametrize(
    ("row", "column", "got", "allowed"),
    [
        ("coke.dry_power,,1,kWh/t,0,1,made_up,M,", None, None, None),
        ("X Y,,1,share,0,1,made_up,M,", "key", "X Y", "a dotted lower-case name"),
        ("coke.dry_power,20x0,1,kWh/t,0,1,made_up,M,", "year", "20x0", "a year from 1900 to 2100"),
        ("coke.dry_power,,nan,kWh/t,0,1,made_up,M,", "value", "nan", "a finite number"),
        ("coke.dry_power,,inf,kWh/t,0,1,made_up,M,", "value", "inf", "a finite number"),
        ("coke.dry_power,,one,kWh/t,0,1,made_up,M,", "value", "one", "a finite number"),
        ("coke.dry_power,,,kWh/t,0,1,made_up,M,", "value", "", "a value, not blank"),
        ("coke.dry_power,,1,,0,1,made_up,M,", "unit", "", "a value, not blank"),
        ("coke.dry_power,,1,kWh/t,2,3,made_up,M,", "low", "2", "at most the value 1"),
        ("coke.dry_power,,1,kWh/t,0,0.5,made_up,M,", "high", "0.5", "at least the value 1"),
        ("coke.dry_power,,1,kWh/t,0,1,made_upp,M,", "source", "made_upp", "nearest is 'made_up'"),
        ("coke.dry_power,,1,kWh/t,0,1,,M,", "source", "", "a value, not blank"),
        ("coke.dry_power,,1,kWh/t,1,1,assumption,M,", "low, high", "1, 1", "a range low < high for an assumption"),
        ("coke.dry_power,,1,kWh/t,0,1,made_up,Z,", "grade", "Z", "one of A, B, C, M"),
        ("coke.dry_power,,1,kWh/t,0,2,assumption,B,", "grade", "B", "M, since the source is assumption"),
        ("coke.dry_power@990199,,1,kWh/t,0,1,made_up,M,", "key", "coke.dry_power@990199", "a county such as 990101"),
        ("coke.dry_power,,1,kWh/t,0,1,made_up,M", "", "8 cells", "9 cells"),
        ("coke.dry_power,2020,1,kWh/t,0,1,made_up,M,", "year", "2020", "a blank: the model reads one number"),
        (
            "coke.dry_power@990101,,1,kWh/t,0,1,made_up,M,",
            "key",
            "coke.dry_power@990101",
            "one number for all counties",
        ),
        ("people.absent_share_urban@990101,,0.1,share,0,1,made_up,M,", None, None, None),
        ("coke.dry_pwoer,,1,kWh/t,0,1,made_up,M,", "key", "coke.dry_pwoer", "nearest is 'coke.dry_power'"),
    ],
)
def test_a_bad_parameter_is_named_with_its_line(folder, row, column, got, allowed):
    line = add(folder, "parameters/counties.csv", row)
    text = said(folder)
    if column is None:
        assert text == ""
        return
    where = f"parameters/counties.csv:{line}" + (f" {column}" if column else "")
    assert any(found.startswith(where) and repr(got) in found and allowed in found for found in text.splitlines()), text


def test_each_table_is_read_once(folder, monkeypatch):
    read = []
    plain = folder_module.read_sheet
    monkeypatch.setattr(folder_module, "read_sheet", lambda path, name: read.append(path) or plain(path, name))
    assert said(folder) == ""
    assert sorted(read) == sorted(set(read))
    assert set((folder / "parameters").glob("*.csv")) < set(read)


@pytest.mark.parametrize("table", ["parameters/land.csv", "storylines.csv", "observations.csv"])
def test_a_unit_that_the_model_does_not_read_is_named(folder, table):
    """The run would stop at the first number in another unit, an observation would be compared with nothing alike."""
    lines = (folder / table).read_text(encoding="utf-8").splitlines()
    unit = lines[0].split(",").index("unit")
    cells = lines[1].split(",")
    was, cells[unit] = cells[unit], "bushels"
    (folder / table).write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    assert f"{table}:2 unit: got 'bushels', allowed " in said(folder)
    assert was in said(folder).partition("bushels")[2].splitlines()[0]


def test_a_number_told_by_county_needs_every_county(folder):
    file = folder / "parameters" / "land.csv"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if "land.area@990102" not in line]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert said(folder) == "parameters key: got 'no land.area@990102', allowed a row a county, or one land.area"
    add(folder, "parameters/land.csv", "land.area,,900,km2,800,1000,made_up,M,")
    assert said(folder) == ""


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
    _empty(folder / table)
    assert told in said(folder)


def _empty(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def test_a_column_of_a_list_that_the_model_reads_is_missed(folder):
    change(folder, "facilities/coke.csv", ",owner_type,", ",ownertype,")
    assert "facilities/coke.csv:1 owner_type: got 'no such column', allowed a column owner_type" in said(folder)


@pytest.mark.parametrize("name", ["steel", "coke"])
def test_a_city_without_works_of_a_kind_is_good_and_runs(folder, name):
    """A list may end with its header: another city makes no steel or no coke."""
    _empty(folder / "facilities" / f"{name}.csv")
    assert said(folder) == ""
    run = simulate("plan", region=folder, scale=1.0, until=2028)
    assert run.series("Production|Steel").eq(0.0).all() == (name == "steel")


@pytest.mark.parametrize("package", ["frozen", "plan_plus"])
def test_a_city_without_any_facility_is_good_and_runs(folder, package, recwarn):
    """A city may have neither works nor power plants: it lives on imported power, and its homes and cars go on."""
    for file in (folder / "facilities").glob("*.csv"):
        _empty(file)
    assert said(folder) == ""
    run = simulate(package, region=folder, scale=1.0, until=2028)
    frame = run.to_frame()
    assert not frame["value"][frame["variable"].str.startswith("Production|")].any()
    assert run.series("Emissions|CO2|Energy").gt(0.0).all()
    assert run.series("Emissions|CO2|Indirect|Net Electricity Imports")[2020] > 0.0
    assert not [str(warning.message) for warning in recwarn]


def test_all_problems_of_all_files_are_said_at_once(folder):
    add(folder, "parameters/counties.csv", "a.b,,nan,share,0,1,made_up,M,")
    add(folder, "storylines.csv", "cost.pv,stedy,2020,1,index,1,1,made_up,M,")
    add(folder, "communities.csv", "990199001001,990199,x,y,hamlet")
    text = said(folder)
    assert "parameters/counties.csv" in text
    assert "nearest is 'steady'" in text
    assert "nearest is '990101'" in text or "nearest is '990102'" in text
    assert "urban, village" in text


def test_a_key_stands_once_and_in_one_file(folder):
    text = (folder / "parameters/counties.csv").read_text(encoding="utf-8")
    first = text.splitlines()[1]
    line = add(folder, "parameters/counties.csv", first)
    (folder / "parameters/other.csv").write_text(text.splitlines()[0] + "\n" + first + "\n", encoding="utf-8")
    told = said(folder)
    assert f"parameters/counties.csv:{line} key, year" in told
    assert "in one file only" in told


def test_a_dated_key_has_one_unit_and_a_year_in_every_row(folder):
    for row in ("2020,1,share,0,1,made_up,M,", "2030,1,ratio,0,1,made_up,M,", ",1,share,0,1,made_up,M,"):
        add(folder, "parameters/counties.csv", "coke.dry_power," + row)
    told = said(folder)
    assert "share, as elsewhere in coke.dry_power" in told
    assert "a year in every row of a dated key" in told


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_tables_saved_by_excel_are_read(folder, encoding):
    for name in ("counties.csv", "communities.csv", "storyline_names.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding=encoding, newline="\r\n")
    assert said(folder) == ""


def test_a_file_that_is_no_text_or_not_there_is_a_problem(folder):
    (folder / "observations.csv").write_bytes(b"\xff\xfe\x00\x81\xff")
    (folder / "storylines.csv").unlink()
    told = said(folder)
    assert "observations.csv: got" in told and "UTF-8 or GBK" in told
    assert "storylines.csv: got 'no file'" in told


def test_a_number_that_the_model_reads_and_nobody_gives_is_missing(folder):
    (folder / "parameters" / "coke.csv").unlink()
    told = said(folder).splitlines()
    assert "parameters key: got 'no coke.small_share', allowed every key that the model reads" in told
    assert len(told) == 4
    assert "现为 '没有 coke.small_share'，应为程序读取的每个名称" in said(folder, "zh")


def test_a_driver_that_no_storyline_has_is_missing(folder):
    path = folder / "storylines.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("price.coke,")), encoding="utf-8")
    assert "storylines.csv key: got 'no price.coke'" in said(folder)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_head_is_read_as_it_is_checked(folder, encoding):
    path = folder / "region.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    assert said(folder) == ""
    assert load_region(folder).name_zh == "小川市"


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_parted_by_another_mark_is_told_so_and_nothing_else(folder, mark):
    path = folder / "counties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", mark), encoding="utf-8")
    got = f"cells parted by {mark!r}"
    assert said(folder).startswith(f"counties.csv:1: got {got!r}, allowed a CSV table parted by commas")
    assert "no such column" not in said(folder)


def test_a_missing_or_misspelt_column_is_named(folder):
    path = folder / "counties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("name_en", "name_eng"), encoding="utf-8")
    assert "counties.csv:1 name_en: got 'no such column'" in said(folder)


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


def test_problems_are_said_in_chinese_too(folder):
    add(folder, "parameters/counties.csv", "county.burden,,nan,share,0,1,made_up,M,")
    assert "现为 'nan'，应为有限的数" in said(folder, "zh")


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"region\.toml"):
        check_region(tmp_path)
    with pytest.raises(FileNotFoundError, match="no folder"):
        check_region(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "name",
    [
        "counties.csv",
        "storyline_names.csv",
        "targets.csv",
        "counties.geojson",
        "profiles/hourly.csv",
        "facilities/coke.csv",
    ],
)
def test_a_missing_file_is_one_problem_not_one_a_line(folder, name):
    (folder / name).unlink()
    text = said(folder)
    assert f"{name}: got 'no file', allowed this file" in text
    assert text.count("\n") < 3


def test_a_target_that_cannot_be_scored_is_named(folder):
    table = folder / "targets.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(
        text.replace(",>=,18,", ",=>,18,").replace("Emissions|CO2|Energy", "Emisions|CO2|Energy"), encoding="utf-8"
    )
    told = said(folder)
    assert "targets.csv:2: got 'T01', allowed a target that can be scored: relation '=>'" in told
    assert "targets.csv:3" in told and "nearest is 'Emissions|CO2|Energy'" in told


def test_what_a_target_lacks_is_said_in_chinese_too(folder):
    path = folder / "targets.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Share|Straw Utilization", "Share|Straw Utilisation"), encoding="utf-8")
    told = [problem.text("zh") for problem in check_region(folder)]
    assert any("没有指标 'Share|Straw Utilisation'；最接近的是 'Share|Straw Utilization'" in line for line in told)
    assert not any("no variable" in line for line in told)


def test_the_choice_of_days_must_be_whole(folder):
    (folder / "profiles" / "days.csv").write_text(
        "n_days,date,weight\n2,112,100\n2,112,100\n3,112,120\n3,127,120\n", encoding="utf-8"
    )
    told = said(folder)
    assert "profiles/days.csv:3 n_days, date: got '2, 112', allowed once; it stands in profiles/days.csv:2 too" in told
    (folder / "profiles" / "days.csv").write_text("n_days,date,weight\n3,112,120\n3,127,120\n", encoding="utf-8")
    told = said(folder)
    assert "got '2 rows', allowed a row for each of the 3 days" in told
    assert "got 'sum 240', allowed weights that add up to 365" in told


def test_evidence_of_curtailment_names_its_source(folder):
    (folder / "profiles" / "curtailed.csv").write_text(
        "year,first_month,last_month,wind,pv,source\n2021,1,13,0.03,1.2,nobody\n", encoding="utf-8"
    )
    told = said(folder)
    assert "last_month: got '13', allowed a number 1..12" in told
    assert "pv: got '1.2', allowed a number 0..1" in told
    assert "source: got 'nobody'" in told


def change(folder: Path, name: str, before: str, after: str) -> int:
    """Change the first place of a table that reads so, and return the number of its line."""
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


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


@pytest.mark.parametrize(
    ("table", "before", "after", "said_of_it"),
    [
        ("tou_periods.csv", "valley", "vally", "tou_periods.csv:2 period: got 'vally'"),
        ("tou_periods.csv", "2022-01-01", "2022-13-01", "tou_periods.csv:2 from: got '2022-13-01'"),
        ("tou_periods.csv", "12-2", "12", "tou_periods.csv:6 months: got '12', allowed months such as 6-8"),
        ("tou_periods.csv", ",0,7,", ",22,6,", "start, end: got '22 to 6', allowed a start before its end"),
        ("tou_periods.csv", ",0,7,", ",0,25,", "tou_periods.csv:2 end: got '25', allowed an hour from 0 to 24"),
        ("profiles/hourly.csv", "0.9935", "x", "profiles/hourly.csv:3 load: got 'x', allowed a number >= 0"),
        (
            "profiles/hourly.csv",
            "7,1,",
            "7,2,",
            "hourly.csv:3 hour: got 'day 7, hour 2', allowed of each day its hours",
        ),
        (
            "projects.csv",
            "dry_quenching_mandate",
            "dry_quencing",
            "projects.csv:3 levers: got 'dry_quencing', allowed a",
        ),
        ("projects.csv", "Share|Large Ovens", "Share|Oven", "projects.csv:3 indicators: got 'Share|Oven'"),
        ("corridors.csv", "wind_pv_quota", "wind_quota", "nearest is 'wind_pv_quota'"),
        ("corridors.csv", "T01,wind_pv_quota,2", "T99,wind_pv_quota,9", "corridors.csv:2 target: got 'T99'"),
        (
            "corridors.csv",
            "T01,wind_pv_quota,2",
            "T99,wind_pv_quota,9",
            "corridors.csv:2 bound: got '9', allowed a number 0..3",
        ),
    ],
)
def test_a_table_that_the_run_would_stumble_over_is_checked_before(folder, table, before, after, said_of_it):
    change(folder, table, before, after)
    assert said_of_it in said(folder)
    assert not any("got" in problem.text("zh") for problem in check_region(folder))
