"""Who pays and who gains: all parties together nothing, sectors, sizes and income groups what their purse holds."""

from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest

from abm import load_region
from abm.accounts import payments
from abm.accounts.money import PARTIES, by_item
from abm.accounts.payments import KINDS, listed
from abm.accounts.people_money import PARTS
from abm.accounts.words import INCOME_GROUPS, OWN_POWER, PLACES
from abm.industry.purse import LARGE, MEDIUM, SIZES, SMALL, sizes
from abm.model import City
from abm.prices.diesel import diesel_l_per_gj
from abm.results import Run
from abm.simulation import build_world, lever_paths, simulate
from agents.firm.words import PRODUCTS, SECTOR
from experiments.language import Speech
from experiments.plots.case import Case
from experiments.who_pays import flows, gains, money_file, money_section

PAYER, RECEIVER = attrgetter("payer"), attrgetter("receiver")
TOLD_APART = {"firms", "households", "vehicle_owners"}  # by sector, by income: what a payment is for matters there


@pytest.fixture(scope="module")
def paid():
    """Items that firms and people paid or got in a run, filled while it runs."""
    return set()


@pytest.fixture(scope="module")
def run(paid) -> Run:
    from abm.accounts import books

    by_programme = books.by_programme

    def spy(payments):
        paid.update(item for item, *parties, _ in payments if TOLD_APART & set(parties))
        return by_programme(payments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "by_programme", spy)
        return simulate("plan_plus", "tiny", until=2030, scale=1.0)


def _sum(run, names):
    return sum((run.record.series_by_county(name) for name in names), np.zeros(run.record.totals.shape[1:]))


def test_all_parties_together_gain_nothing_in_any_county(run):
    nets = [f"Money|Net|{party}" for party in PARTIES.values()]
    size = _sum(run, ["Money|Firms|Received"])
    assert size.min() > 0.0
    assert np.abs(_sum(run, nets) / size).max() < 1e-12


def test_flows_between_parties_are_what_each_gets_less_what_it_pays(run):
    # every pair has a row in the list of variables but owners of cars among themselves, whose payments add up to 0
    assert run.series("Money|Flow|Other").abs().max() < 1e-12
    flows = [name for name in run.record.written if name.startswith("Money|Flow|")]
    for party in PARTIES.values():
        gets = _sum(run, [name for name in flows if name.endswith(f" to {party}")])
        gives = _sum(run, [name for name in flows if name.startswith(f"Money|Flow|{party} to ")])
        assert gets - gives == pytest.approx(run.record.series_by_county(f"Money|Net|{party}"), abs=1e-9)


def test_the_money_of_firms_is_the_same_by_sector_kind_and_size(run):
    whole = run.record.series_by_county("Money|Net|Firms")
    assert run.record.series_by_county("Money|Firms|Net") == pytest.approx(whole, rel=1e-9)
    assert _sum(run, [f"Money|Firms|Net|{kind.title()}" for kind in KINDS]) == pytest.approx(whole, rel=1e-9)
    assert _sum(run, [f"Money|Firms|Net|{size}" for size in SIZES]) == pytest.approx(whole, rel=1e-9)


def test_in_the_first_year_output_earns_its_value_added_beside_energy(run):
    net, sales, energy = (run.by_sector(f"Money|Firms|Net{part}") for part in ("", "|Sales", "|Energy"))
    steel = sales["steel"][2020] + energy["steel"][2020]
    per_t = run.region.parameters.value("industry.value_added.steel", "CNY/t")
    assert steel == pytest.approx(run.series("Production|Steel")[2020] * 1e6 * per_t / 1e8, rel=1e-9)
    assert net["steel"][2020] < steel  # what it invests


def test_output_that_moves_away_is_money_lost():
    usual, dear = (
        simulate("current", "tiny", until=2030, scale=1.0, settings=settings)
        for settings in ((), (("punitive_surcharge", None, 0.5), ("inspection_rate", None, 1.0)))
    )
    lost = (usual.series("Money|Flow|Customers to Firms") - dear.series("Money|Flow|Customers to Firms"))[2028:]
    assert (lost > 0.0).all()


def test_every_payment_says_what_it_is_for(run, paid):
    assert paid - set(listed()) == set()


def test_a_firm_is_large_by_workers_and_sales_alike():
    p = load_region("tiny").parameters
    workers, sales = np.array([2000.0, 2000.0, 400.0, 400.0, 50.0]), np.array([5e8, 1e8, 5e8, 1e6, 9e8])
    assert sizes(workers, sales, p).tolist() == [LARGE, MEDIUM, MEDIUM, SMALL, SMALL]


def test_cars_are_paid_by_all_homes_and_heat_by_those_lived_in():
    """A family that is away in winter owns a car and pays no heat: each bill stands over who could pay it."""
    region = load_region("tiny")
    city = City(build_world(region, until=2020, scale=1.0), lever_paths("current", region, until=2020))
    city.run_for(1)
    living, value = city.homes.people(), city.record.city_values
    assert (living.persons_of_all >= living.persons).all()
    assert living.persons_of_all.sum() > 1.02 * living.persons.sum()
    home, car = (-value([f"Money|People|{part}|{g}" for g in INCOME_GROUPS], 2020) * 1e8
                 for part in ("Home Energy", "Car Running"))  # fmt: skip
    burden = home / living.income_cny.sum(axis=0) + car / living.income_of_all_cny.sum(axis=0)
    found = value([f"Homes|Energy Burden with Kitchen and Car|{group}" for group in INCOME_GROUPS], 2020)
    assert found == pytest.approx(burden)
    assert car.sum() > 0.0


def test_a_new_plant_is_as_large_as_what_is_announced_of_it():
    """A smelter that waits for its start is no small firm, and what it costs is not paid by small firms."""
    region = load_region("luliang")
    city = City(build_world(region, until=2020), lever_paths("current", region, until=2020))
    entry, renewal = city.industry.entry, city.industry.renewal
    rows = np.union1d(entry.rows, np.flatnonzero(renewal.announced_t))
    assert len(rows) > len(entry.rows) > 3
    assert (entry.full_t >= 5e5).all()
    assert (city.firm_purse._of_size[rows] // region.n_counties < SMALL).all()


def test_the_money_of_income_groups_is_that_of_their_purses(run):
    groups = [name for name in run.record.written if name.startswith("Money|People|Net|")]
    assert len(groups) == 10
    businesses = ["Money|Vehicle Owners|Trucks", "Money|Vehicle Owners|Fleets"]
    told = sum(run.series(name) for name in [*groups, "Money|People|Not by Income", *businesses])
    purses = run.series("Money|Net|Households") + run.series("Money|Net|Vehicle Owners")
    assert told.to_numpy() == pytest.approx(purses.to_numpy(), rel=1e-9)


def test_the_parts_of_an_income_group_are_its_net(run):
    for group in INCOME_GROUPS:
        parts = sum(run.series(f"Money|People|{part}|{group}") for part in PARTS)
        net = sum(run.series(f"Money|People|Net|{place}|{group}") for place in PLACES)
        assert parts.to_numpy() == pytest.approx(net.to_numpy(), rel=1e-9)


def test_the_poor_pay_a_larger_share_of_their_income_and_fewer_of_them_buy_cars(run):
    burden = [run.series(f"Homes|Energy Burden with Kitchen and Car|{group}")[2025] for group in INCOME_GROUPS]
    home = [run.series(f"Homes|Energy Burden|{group}")[2025] for group in INCOME_GROUPS]
    assert all(whole > part for whole, part in zip(burden, home, strict=True))
    assert home[0] > home[-1]
    cars = [-run.series(f"Money|People|Car Purchase|{group}")[2025] for group in INCOME_GROUPS]
    assert cars[0] < cars[-1]


@pytest.fixture(scope="module")
def case(run):
    base = simulate("current", "tiny", until=2030, scale=1.0)
    return Case({"plan_plus": (run,), "current": (base,)}, "plan_plus", "current", Speech("en"))


def test_what_one_group_gains_another_pays(case):
    years = slice(7, 11)
    found = gains(case.mean, lambda name: case.mean(name, "current"), years)
    assert sum(gain.change_100m for gain in found) == pytest.approx(0.0, abs=1e-9)
    assert sum(gain.net_100m for gain in found) == pytest.approx(0.0, abs=1e-9)
    assert max(abs(gain.change_100m) for gain in found) > 0.01
    of_people = [gain for gain in found if gain.variable.startswith("Money|People|Net|")]
    most = max(of_people, key=lambda gain: abs(gain.change_100m))  # near nothing, numbers of heads decide the sign
    assert np.sign(most.change_per_head) == np.sign(most.change_100m) != 0.0
    told = flows(case.mean, lambda name: case.mean(name, "current"), years)
    gets, gives = (sum(flow.change_100m for flow in told if party(flow) == "Grid") for party in (RECEIVER, PAYER))
    grid = next(gain for gain in found if gain.variable == "Money|Net|Grid")
    assert gets - gives == pytest.approx(grid.change_100m, abs=1e-9)


def test_the_report_has_the_table_and_the_file_every_year(case):
    page = money_section(case)
    assert "Who gains and who pays" in page and "all together" in page
    assert page.count("<tr>") > 35
    assert "Power" in page and "levies and carbon" in page
    lines = money_file(case)["who_pays.csv"].decode("utf-8-sig").splitlines()
    grid = [line for line in lines if line.startswith("Money|Flow|Households to Grid")]
    assert len(grid) == len(case.years)
    chinese = Case(case.groups, case.main, case.base, Speech("zh"))
    assert "谁受益、谁承担" in money_section(chinese)
    alone = Case({"plan_plus": case.runs}, "plan_plus", None, Speech("en"))
    assert money_section(alone) == "" and money_file(alone)["who_pays.csv"]


def test_hauling_earns_what_it_cost_in_the_first_year(run):
    trucks = run.series("Money|Vehicle Owners|Trucks")
    earned = run.series("Money|Flow|Customers to Vehicle Owners")
    support = 0.01 * earned[2020]  # old trucks were scrapped for support even then
    assert earned[2020] > 0.0
    assert trucks[2020] == pytest.approx(0.0, abs=support)


def test_new_wind_is_paid_for_in_the_year_in_which_it_comes():
    def investment(quota):
        one = simulate("current", "tiny", until=2030, scale=1.0, settings=(("wind_pv_quota", None, quota),))
        wind, sun = (one.series(f"Capacity|Electricity|{kind}") for kind in ("Wind", "Solar"))
        return one.by_sector("Money|Firms|Net|Investment")["power"][2029], (wind + sun)[2029] - (wind + sun)[2028]

    (few, little), (many, much) = investment(0.2), investment(2.0)
    assert much > little
    cny_per_kw = (few - many) * 1e8 / ((much - little) * 1e6)  # yearly upkeep on top of what plants cost
    assert 2000.0 < cny_per_kw < 12000.0


def test_jobs_in_services_are_value_added_over_what_a_worker_makes(run):
    p = run.region.parameters
    per_output = p.value("jobs.per_output.services", "persons/10^8 CNY")
    rise = p.value("jobs.productivity.services", "1/yr")
    jobs, added = (run.by_sector(name)["services"] for name in ("Jobs", "Value Added"))
    assert jobs[2030] == pytest.approx(added[2030] * per_output * np.exp(-8.0 * rise) / 1e4)
    building = [run.series(f"Jobs|Building|{part}") for part in ("Works", "Equipment", "Wind and Solar")]
    assert sum(building).to_numpy() == pytest.approx(run.series("Jobs|Building").to_numpy())
    assert min(part.max() for part in building) > 0.0


def test_the_grid_pays_a_roof_once(run):
    """What homes feed in and use themselves is not paid to plants as well."""
    sold = run.series("Money|Flow|Grid to Households")
    assert sold[2030] > sold[2020]
    per_kw = 1e8 * sold[2030] / (1e6 * run.series("Capacity|Electricity|Solar|Rooftop")[2030])
    assert 200.0 < per_kw < 900.0  # about 1200 kWh at 0.3 to 0.5 CNY


def test_no_item_is_listed_twice():
    rows = (Path(payments.__file__).parent / "payments.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) - 1 == len(listed())


def test_farms_pay_for_their_diesel_pumps_and_railways_for_theirs(run):
    diesel, pumps = (run.series(f"Money|Flow|Farms to {who}") for who in ("Energy Suppliers", "Grid"))
    per_mu = run.region.parameters.series("farms.diesel", "GJ/mu", [2020])[0]
    litres = per_mu * diesel_l_per_gj(run.region)
    assert diesel_l_per_gj(run.region) == pytest.approx(1.0 / (0.84e-3 * 42.7), rel=0.01)  # 0.84 kg/l, 42.7 GJ/t
    mu = 1e4 * run.series("Farms|High-Standard Farmland")[2020] / 0.3
    assert 0.5 < 1e8 * diesel[2020] / (mu * litres * 5.5) < 2.0
    assert (pumps > 0.0).all()
    assert (run.series("Money|Flow|Outside to Energy Suppliers") > 0.0).any()


def test_heat_of_shops_is_paid_and_units_earn_for_theirs(run):
    """Per GJ shops pay more than units get: the pipes between cost money."""
    p, heat = run.region.parameters, run.by_sector("Final Energy|Heat")["services"][2025]
    paid = 1e9 * heat * p.value("services.heat_price", "CNY/GJ") / 1e8
    energy = -run.by_sector("Money|Firms|Net|Energy")["services"][2025]
    assert 0.0 < paid < energy
    assert run.series("Money|Flow|Energy Suppliers to Firms")[2025] > 0.0
    assert p.value("power.heat.gate_price", "CNY/GJ") < p.value("services.heat_price", "CNY/GJ")


def test_what_firms_keep_in_the_first_year_is_their_value_added(monkeypatch):
    """Power that works make of their own gas is part of it: paid on top, coking and steel had it twice."""
    region = load_region("luliang")
    city = City(build_world(region, until=2020, scale=0.005), lever_paths("current", region, until=2020))
    ledgers = []
    close = city.books.close
    monkeypatch.setattr(
        city.books, "close", lambda year, ledger, *rest: ledgers.append(ledger) or close(year, ledger, *rest)
    )
    city.run_for(1)
    paid, industry = by_item(ledgers[0].payments), city.industry
    for name in ("coking", "coal_mining"):
        product = next(i for i, made in enumerate(PRODUCTS) if SECTOR[made] == name)
        rows = industry.book.product == product
        value = industry.economics.value_added[product] * industry.book.output_t[rows].sum()
        detail = {ledgers[0].headings[at][0]: float(cny[rows].sum()) for at, cny in ledgers[0].of_firms.items()}
        energy = ("output sold", "electricity", "network fee by load", "fuel of works", "diesel of works",
                      "coke-oven gas sold",
                      "coke-oven gas to alumina", "mine gas sold")  # fmt: skip
        kept = sum(detail[item] for item in energy) + paid[OWN_POWER[name], "grid", "firms"]
        assert kept == pytest.approx(value, rel=1e-6), name
