"""The record and the files: every variable once, sums that close, the same bytes, all or nothing."""

import json
import os
from copy import deepcopy
from io import BytesIO

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from abm.accounts.words import SECTORS
from abm.errors import UserError
from abm.longtable import COLUMNS
from abm.output import output_folder, write_whole
from abm.record import Record
from abm.results import Results
from abm.variables import UnknownVariable, all_variables
from tests.made_up_runs import full_record, record_with, run_of

SORTED_BY = ["run", "seed", "year", "county", "sector", "variable"]


@pytest.fixture(scope="module")
def run(tiny):
    return run_of(full_record(tiny))


@pytest.fixture(scope="module")
def frame(run):
    return pd.read_parquet(BytesIO(run.to_parquet_bytes()))


class TestRecord:
    def test_the_city_is_the_sum_of_its_counties(self, tiny):
        record = Record(tiny, range(2020, 2022))
        record.put("Production|Coke", by_county=np.array([1.5, 2.0]))
        assert record.value("Production|Coke", 2020) == 3.5
        assert record.value("Production|Coke", 2020, "990102") == 2.0
        assert np.isnan(record.value("Production|Coke", 2021))

    def test_sectors_add_up_to_counties(self, tiny):
        record = Record(tiny, range(2020, 2022))
        record.put("Final Energy", by_sector=np.ones((len(SECTORS), 2)))
        assert record.value("Final Energy", 2020, "990101") == len(SECTORS)
        assert record.sectors("Final Energy").shape == (2, len(SECTORS), 2)

    def test_a_share_needs_the_city_s_own_value(self, tiny):
        record = Record(tiny, range(2020, 2022))
        record.put("Share|Clean Heating", by_county=np.array([0.2, np.nan]), city=0.25)
        assert record.value("Share|Clean Heating", 2020) == 0.25
        with pytest.raises(ValueError, match="needs city="):
            record.put("Share|Clean Heating", by_county=np.array([0.2, 0.4]))

    def test_a_copy_is_written_to_by_itself(self, tiny):
        record = Record(tiny, range(2020, 2022))
        record.put("Production|Coke", by_county=np.array([1.5, 2.0]))
        copy = deepcopy(record)
        copy.put("Production|Coke", by_county=np.array([1.0, 1.0]))
        copy.put("Final Energy", by_sector=np.ones((len(SECTORS), 2)))
        assert copy.value("Production|Coke", 2020) == 2.0
        assert copy.series_by_county("Final Energy")[0, -1] == 2 * len(SECTORS)
        assert record.value("Production|Coke", 2020) == 3.5
        assert not record.by_sector

    def test_an_additive_variable_takes_no_city_value(self, tiny):
        record = Record(tiny, range(2020, 2022))
        for words in ({"city": 1.0}, {"city": 1.0, "by_county": np.ones(2)}):
            with pytest.raises(ValueError, match="adds over counties"):
                record.put("Production|Coke", **words)

    def test_an_additive_variable_must_be_a_number_everywhere(self, tiny):
        record = Record(tiny, range(2020, 2022))
        record.put("Production|Coke", by_county=np.array([1.0, np.nan]))
        with pytest.raises(ValueError, match=r"Production\|Coke in 2020 is not a finite number in 990102"):
            record.start(2021)

    def test_a_mistyped_name_is_answered_with_the_nearest(self, tiny):
        record = Record(tiny, range(2020, 2022))
        with pytest.raises(UnknownVariable, match=r"nearest is 'Production\|Coke'"):
            record.put("Production|Coque", by_county=np.ones(2))
        with pytest.raises(UnknownVariable):
            record.series("Produktion")
        with pytest.raises(ValueError, match="not additive over sectors"):
            record.put("GDP", by_sector=np.ones((len(SECTORS), 2)))

    def test_a_year_or_county_outside_the_run_is_an_error(self, tiny):
        record = Record(tiny, range(2020, 2022))
        with pytest.raises(KeyError, match="year 2030 is not in the run"):
            record.start(2030)
        with pytest.raises(KeyError, match="no county '141102'"):
            record.value("GDP", 2020, "141102")


class TestVariables:
    def test_each_is_listed_once_with_labels_and_unit(self):
        for about in all_variables().values():
            assert about.label_zh and about.label_en and about.unit, about.name
            assert " |" not in about.name and "| " not in about.name

    def test_an_iamc_name_is_given_to_one_variable_only(self):
        names = [about.iamc for about in all_variables().values() if about.iamc]
        assert len(names) == len(set(names))


class TestLongTable:
    def test_columns_and_order_are_those_of_the_contract(self, frame):
        assert tuple(frame.columns) == COLUMNS
        words = frame[SORTED_BY].astype({name: str for name in SORTED_BY if name not in ("seed", "year")})
        assert words.equals(words.sort_values(SORTED_BY, kind="stable"))
        assert not words.duplicated().any()

    def test_values_units_and_places_are_those_of_the_record(self, frame, run, tiny):
        rows = frame[(frame["variable"] == "Final Energy") & (frame["year"] == 2031)]
        by_place = rows.set_index(["county", "sector"])["value"]
        assert by_place["990102", "steel"] == run.record.sectors("Final Energy")[11, SECTORS.index("steel"), 1]
        assert by_place[tiny.code, ""] == run.record.value("Final Energy", 2031)
        assert set(rows["unit"]) == {"EJ/yr"}

    def test_what_is_additive_adds_up(self, frame, tiny):
        additive = {name for name, about in all_variables().items() if about.additive_counties}
        rows = frame[frame["variable"].isin(additive) & (frame["sector"] == "")]
        city = rows[rows["county"] == tiny.code].set_index(["year", "variable"])["value"]
        counties = rows[rows["county"] != tiny.code].groupby(["year", "variable"], observed=True)["value"].sum()
        assert counties.reindex(city.index).to_numpy() == pytest.approx(city.to_numpy(), rel=1e-9)

    def test_sectors_add_up_in_every_county_and_in_the_city(self, frame):
        rows = frame[frame["variable"] == "Emissions|CO2|Energy"]
        whole = rows[rows["sector"] == ""].set_index(["year", "county"])["value"]
        parts = rows[rows["sector"] != ""].groupby(["year", "county"], observed=True)["value"].sum()
        assert parts.reindex(whole.index).to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-9)

    def test_a_year_without_a_value_has_no_row(self, tiny):
        record = Record(tiny, range(2020, 2023))
        record.start(2021)
        record.put("Price|Carbon", city=50.0)
        rows = run_of(record).to_frame()
        assert rows[["year", "county", "value"]].to_numpy().tolist() == [[2021, tiny.code, 50.0]]


class TestBytes:
    def test_two_writes_of_equal_runs_are_the_same_bytes(self, tiny):
        runs = [run_of(full_record(tiny), milliseconds={"agents": ms}) for ms in (1.0, 2.0)]
        assert runs[0].to_parquet_bytes() == runs[1].to_parquet_bytes()

    def test_results_do_not_depend_on_the_order_in_which_runs_are_given(self, tiny):
        first, second = run_of(full_record(tiny, 1), seed=1), run_of(full_record(tiny, 2), seed=2)
        assert Results((first, second)).to_parquet_bytes() == Results((second, first)).to_parquet_bytes()
        frame = Results((second, first)).to_frame()
        assert frame["seed"].is_monotonic_increasing

    def test_there_is_one_row_group(self, run):
        file = pq.ParquetFile(BytesIO(run.to_parquet_bytes()))
        assert file.num_row_groups == 1
        assert file.metadata.num_rows == run.table.num_rows


class TestFolder:
    def test_saves_three_files_that_can_be_read_back(self, run, tmp_path):
        run.save(tmp_path / "输出 one")
        folder = tmp_path / "输出 one"
        assert sorted(path.name for path in folder.iterdir()) == ["results.parquet", "run.json", "targets.csv"]
        facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        (told,) = facts["runs"]
        assert (told["package"], told["seed"], told["scale"]) == ("plan", 1, 0.5)
        assert told["levers"]["some_lever"] == [0.0] * 41
        assert told["milliseconds"] == {"agents": 1.25}
        assert facts["code"]["hash"] and facts["data"]["tiny"]
        assert pd.read_parquet(folder / "results.parquet").shape == run.to_frame().shape

    def test_the_same_run_may_be_written_again_and_another_one_not(self, run, tiny, tmp_path):
        run.save(tmp_path)
        before = (tmp_path / "results.parquet").read_bytes()
        run_of(full_record(tiny), milliseconds={"agents": 99.0}).save(tmp_path)  # other times, same run
        with pytest.raises(UserError, match="holds another run"):
            run_of(full_record(tiny, 5), seed=5).save(tmp_path)
        assert (tmp_path / "results.parquet").read_bytes() == before
        run_of(full_record(tiny, 5), seed=5).save(tmp_path, overwrite=True)
        assert (tmp_path / "results.parquet").read_bytes() != before

    def test_a_folder_in_use_by_a_living_process_is_refused(self, run, tmp_path):
        with output_folder(tmp_path), pytest.raises(UserError, match=f"in use by process {os.getpid()}"):
            run.save(tmp_path)

    @pytest.mark.parametrize("owner", [lambda: 999999999, os.getpid], ids=["gone", "a container's next process"])
    def test_a_lock_left_by_a_dead_process_is_taken_over(self, run, tmp_path, owner):
        (tmp_path / ".in-use").write_text(str(owner()))
        run.save(tmp_path)
        assert not (tmp_path / ".in-use").exists()

    def test_a_folder_that_cannot_be_made_is_an_error_of_one_line(self, run, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(UserError) as error:
            run.save(tmp_path / "file" / "out")
        assert len(str(error.value).splitlines()) == 1

    def test_a_disk_that_fills_leaves_nothing_half_written(self, run, tmp_path, monkeypatch):
        def full(_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(UserError, match="No space left on device; nothing was written"):
            run.save(tmp_path)
        assert list(tmp_path.iterdir()) == []


class TestRun:
    def test_emissions_are_a_frame_by_year(self, run):
        assert list(run.emissions.columns)[:2] == ["energy", "energy_and_processes"]
        assert run.emissions.loc[2030, "energy"] == run.record.value("Emissions|CO2|Energy", 2030)
        assert run.series("GDP", "990101").loc[2040] == run.record.value("GDP", 2040, "990101")

    def test_by_sector_adds_up_to_the_city(self, run):
        whole = run.by_sector("Emissions|CO2|Energy").sum(axis=1).to_numpy()
        assert whole == pytest.approx(run.emissions["energy"].to_numpy())
        parts = run.by_sector("Final Energy", "990101").sum(axis=1).to_numpy()
        assert parts == pytest.approx(run.series("Final Energy", "990101").to_numpy())

    def test_results_list_the_peak_of_every_run(self, tiny):
        top = 100.0 - np.abs(np.arange(2020, 2061) - 2028.0)
        runs = tuple(run_of(record_with(tiny, {"Emissions|CO2|Energy": top}), seed=seed) for seed in (1, 2))
        peaks = Results(runs).peaks
        assert peaks[["seed", "state", "year"]].to_numpy().tolist() == [[1, "peaked", 2028], [2, "peaked", 2028]]

    def test_a_picture_can_be_drawn(self, run, tmp_path):
        run.plot(tmp_path / "co2.png")
        assert (tmp_path / "co2.png").stat().st_size > 1000

    def test_results_without_a_run_are_an_error(self):
        with pytest.raises(ValueError, match="no run"):
            Results(())


def test_a_name_that_belongs_to_something_else_than_a_file_is_left_alone(tmp_path):
    (tmp_path / "targets.csv").mkdir()
    with pytest.raises(UserError, match="not an ordinary file"):
        write_whole(tmp_path, {"run.json": b"{}", "targets.csv": b"id"})
    assert not (tmp_path / "run.json").exists()
