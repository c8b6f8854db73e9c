"""What a Chinese user is told: mistakes, help and units, with the words of the command line left as they are."""

import re

import pytest

from abm.region import load_region
from abm.targets import read_targets
from abm.variables import all_variables
from experiments.app.units import shown_unit
from experiments.chinese import PHRASES, in_chinese
from experiments.cli import main
from experiments.language import Speech
from experiments.lever_values import typed_unit
from experiments.target_words import wanted_text
from experiments.units import money_text, reader_unit, unit_name
from policies.registry import all_levers
from tests.command_line import refused

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    "message",
    [
        "--out: a/b holds another attribution; choose another folder",
        "--out: a/b holds another pilot; choose another folder",
        "--out: a/b holds a search of another design or question; choose another folder",
        "--out: a/b holds a batch of another design; choose another folder",
        "--out: a/b holds the runs of tanfeng seek; choose another folder",
        "a worker process cannot start: it said nothing for 600 s and was given up",
        "the cluster does not answer any more; every run finished before is kept: start again and it goes on",
        "--scheduler: no Dask scheduler answers at tcp://127.0.0.1:9: timed out",
        "--scheduler: no Dask scheduler answers at tcp://127.0.0.1:9: silent for 60 s",
        "--scheduler: needs --backend dask or ray",
        "paired differences: both packages need the same seeds and people once each, got seed 1 at scale 1; none",
        "at least 1800 runs are needed, --max-runs allows 1000: fewer --permutations or --seeds, or --by section",
        "--by: got 1900, the runs begin in 2020",
        "--runs: got 5, one generation needs 20: fewer seeds, points or --population, or more",
        "--runs: got 5, one package alone meets 20: fewer seeds or points, or more runs",
        "--population: got 4, the packages to begin with are 6",
        "x: ends in 'nothing', allowed .csv, .xlsx",
        "--objectives: got co2 co2, allowed two or more different ones",
        "--limit 'x': allowed VARIABLE@YEAR <= NUMBER, VARIABLE@decisions >= NUMBER",
        "the design's sampler: morris is no sample of the assumptions, allowed grid, latin_hypercube",
        "a: its design varies no factor, so there is no space to look in",
        "--package: got 'pln', there are current, plan; did you mean 'plan'?",
        "--seeds: got 1, allowed 2 and more: a spread needs two runs",
        "current and current: name two different packages",
        "run 3 of 8 failed, so nothing is attributed: ValueError",
        "--variable: no variable 'Foo' in abm/variables.csv",
        "--by: says which rows --effects FILE has; give that too",
        "the computing process ended unexpectedly; it has been restarted",
        "a newer request took its place",
        "out/targets.csv: is a file of the results themselves; choose another name",
        "--year: got 2058, the run ends in 2040",
        "out/batch.sqlite: database or disk is full; every run finished before is kept",
        "/tmp/a/batch.sqlite: database or disk is full; no run is kept without --out DIR",
        "out/batch.sqlite: unable to open database file; every run finished before is kept",
        "out/a: its tables cannot be read: no Parquet",
        "out/a has no column value: spoilt, or of another version",
        "out/r: no number of Share|Coal in 2030, run 5: spoilt",
        "standard output: File too large",
        "a and b have no package, storyline, variable and year in common",
    ],
)
def test_a_mistake_with_the_laboratory_is_told_in_chinese(message):
    told = in_chinese(message)
    assert re.search("[一-鿿]", told)
    assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", told.replace("tanfeng seek", "")), told


def test_no_phrase_is_there_twice():
    shapes = [re.sub(r"\((?!\?)[^()]*\)", "*", pattern).strip("^$") for pattern, _ in PHRASES]
    assert sorted(shapes) == sorted(set(shapes))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "pln"), "没有政策包 'pln'；是否指 'plan'？共有 action_01_fossil, "),
        (("run", "xyzzy"), "没有政策包 'xyzzy'，有 action_01_fossil, "),
        (("run", "plan", "--scale", "2"), "--scale: 得到 2，应大于0且不大于1"),
        (("run", "plan", "--set", "straw_subsidy=9999"), "得到 9999.0，应在 0.0 至 200.0 之间"),
        (
            ("run", "plan", "--set", "straw_subsidy@2024=1"),
            "2024 年早于首个决策年 2027 年；改变过去需要 --counterfactual",
        ),
        (("run", "plan", "--until", "2099"), "应在 2020 至 2060 之间"),
        (("rum",), "没有命令 'rum'"),
        (("run",), "缺少参数"),
        (("run", "plan", "--until", "x"), "参数 --until：'x' 不是整数"),
        (("run", "plan", "--scale", "0.0001"), "对 上川区、下谷县 太小"),
        (("run", "plan", "--out", " "), "名称为空"),
        (("levers", "publicty"), "没有以 'publicty' 开头的杠杆；是否指 'publicity'"),
    ],
)
def test_a_chinese_user_is_told_in_chinese(words, told, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    region = ("--region", "tiny") if len(words) > 1 else ()
    assert told in refused(capsys, *words, *region)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("mine.toml, value 2 (publicity, 2027): got 5.0, allowed 0.0 to 1.0 share",
         "mine.toml 第 2 项 (publicity, 2027): 得到 5.0，应在 0.0 至 1.0 之间（占比）"),
        ("mine.toml: lever 'publicity' is given twice", "mine.toml: 杠杆 'publicity' 给出两次"),
        ("--package: got 'plam', there are current, plan; did you mean 'plan'?",
         "--package：得到 'plam'，有 current, plan；是否指 'plan'？"),
        ("indicator 'Emissions|CO3': the batch keeps no 'Emissions|CO3'; did you mean 'Emissions|CO2'?",
         "指标 'Emissions|CO3'：该批次没有保留 'Emissions|CO3'；是否指 'Emissions|CO2'？"),
        ("--year: got 2019, the runs begin in 2020", "--year：得到 2019，运行以 2020 年为界"),
        ("the design is not readable as TOML: x", "设计不是可读的TOML：x"),
        ("--width: got -1, allowed above 0", "--width：得到 -1，应大于0"),
        ("a.csv: the IAMC format is CSV or Excel; allowed .csv, .xlsx",
         "a.csv: IAMC 格式为 CSV 或 Excel；应为 .csv, .xlsx"),
    ],
)  # fmt: skip
def test_mistakes_deep_in_the_code_are_said_in_chinese(english, chinese):
    assert in_chinese(english) == chinese


def test_help_in_chinese_has_no_english_of_argparse(capsys):
    with pytest.raises(SystemExit):
        main(["run", "--help", "--lang", "zh"])
    text = capsys.readouterr().out
    assert text.startswith("用法：tanfeng run")
    assert not any(words in text for words in ("usage", "arguments", "options", "show this"))


@pytest.mark.parametrize(
    ("unit", "official", "factor"),
    [
        ("Mt CO2/yr", "万吨 CO2/年", 100.0),
        ("Mt", "万吨", 100.0),
        ("kt/yr", "万吨/年", 0.1),
        ("TWh/yr", "亿千瓦时/年", 10.0),
        ("GW", "万千瓦", 100.0),
        ("MW", "万千瓦", 0.1),
        ("Mm3/yr", "亿立方米/年", 0.01),
        ("EJ/yr", "万吨标准煤/年", 1e14 / 29.3076e9),
        ("share", "%", 100.0),
        ("10^8 CNY/yr", "亿元/年", 1.0),
        ("CNY/kWh", "元/千瓦时", 1.0),
    ],
)
def test_an_official_reads_results_in_the_units_of_chinese_statistics(unit, official, factor):
    assert reader_unit(unit, Speech("zh")) == (official, pytest.approx(factor))


@pytest.mark.parametrize(
    ("unit", "read", "factor"),
    [("10^8 CNY/yr", "CNY 100 million/yr", 1.0), ("10^6 CNY/yr", "CNY million/yr", 1.0),
     ("t CO2/10^4 CNY", "t CO2/CNY 10,000", 1.0), ("share", "%", 100.0), ("share/yr", "%/yr", 100.0),
     ("Mt CO2/yr", "Mt CO2/yr", 1.0), ("GW", "GW", 1.0), ("10^4 tce/yr", "10^4 tce/yr", 1.0),
     ("10^4 vehicles", "thousand vehicles", 10.0), ("10^4 person-years/yr", "thousand person-years/yr", 10.0),
     ("10^8 m3/yr", "billion m3/yr", 0.1), ("10^8 t km/yr", "billion t km/yr", 0.1), ("10^4", "thousand", 10.0),
     ("10^3 ha", "thousand ha", 1.0), ("chargers/10^3 persons/yr", "chargers/1,000 persons/yr", 1.0)],
)  # fmt: skip
def test_an_english_reader_meets_money_in_words_and_shares_in_per_cent(unit, read, factor):
    assert reader_unit(unit, Speech("en")) == (read, factor)
    assert unit_name(unit, Speech("en")) == unit  # as files have it


def test_money_in_a_sentence_is_of_the_size_that_the_language_counts_in():
    told = [(money_text(amount, Speech("zh"), 2), money_text(amount, Speech("en"), 2)) for amount in (3.2, 437.0)]
    assert told == [("3.2 亿元", "CNY 320 million"), ("437 亿元", "CNY 44 billion")]
    assert money_text(-43.0, Speech("en"), 2, is_change=True) == "CNY -4.3 billion"


def test_no_result_is_told_to_an_official_in_foreign_units():
    foreign = re.compile(r"\b(Mt|kt|EJ|PJ|TWh|GWh|GW|MW|Mm3)\b|占比|/yr")
    units = {about.unit for about in all_variables().values()} | {"MW", "Mm3/yr"}
    assert not [unit for unit in units if foreign.search(reader_unit(unit, Speech("zh"))[0])]
    assert not [lever.unit for lever in all_levers().values() if "/yr" in typed_unit(lever.unit, Speech("zh"))[0]]


def test_targets_are_told_as_the_plan_words_them():
    told = {
        target.id: (wanted_text(target.relation_text, target.value, target.unit, Speech("zh")), target.quote_zh)
        for target in read_targets(load_region("luliang"))
    }
    for name, amount in (("T11", "175 万吨"), ("T15", "500 万千瓦"), ("T16", "700 万千瓦"), ("T18", "20 万吨")):
        wanted, quote = told[name]
        assert amount in wanted and amount.replace(" ", "") in quote
    assert "3 亿立方米" in told["T19"][0] and "3亿立方米" in told["T19"][1]


@pytest.mark.parametrize(
    ("unit", "zh"),
    [("10^8 CNY/yr", "亿元/年"), ("10^4 tce/yr", "万吨标准煤/年"), ("CNY/yr per farm", "元/年（每个农场）"),
        ("share/yr", "占比/年"), ("TWh/yr", "TWh/yr"),
     ("chargers/10^3 persons/yr", "个充电桩/千人/年"), ("CNY/appliance", "元/台"), ("months", "个月"),
     ("GJ/head", "GJ/头"), ("10^4 person-years/yr", "万人年/年"),
     ("10^4 mu", "万亩"), ("kg/mu", "kg/亩"), ("10^3 ha", "千公顷"), ("10^8 t km/yr", "亿吨公里/年"),
     ("t CO2/10^4 CNY", "t CO2/万元"), ("10^4 m2/yr", "万平方米/年"), ("Mt CO2-equiv/yr", "Mt CO2当量/yr")],
)  # fmt: skip
def test_units_are_written_as_the_reader_does(unit, zh):
    assert unit_name(unit, Speech("zh")) == zh
    assert unit_name(unit, Speech("en")) == unit


@pytest.mark.parametrize("is_tce", [True, False])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_shares_in_per_cent_in_whatever_units_energy_is(lang, is_tce):
    assert shown_unit("share", Speech(lang), is_tce=is_tce) == ("%", 100.0)
    assert shown_unit("share/yr", Speech(lang), is_tce=is_tce) == ("%", 100.0)
    assert shown_unit("Mt CO2/yr", Speech("zh"), is_tce=False) == ("Mt CO2", 1.0)
