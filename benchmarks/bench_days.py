"""What the number of representative days does to the results, as the table of ``docs/scale.md``.

``python -m benchmarks.bench_days`` runs current law and the plan to 2035 with each number, the whole year
of 365 days as the last, without fitting the bids again: about two minutes on one core.
"""

import argparse

from abm.record import Record
from abm.region import load_region
from abm.simulation import simulate

TERRITORIAL, WITH_IMPORTS = "Emissions|CO2|Energy", "Emissions|CO2|Energy with Net Electricity Imports"
PRICE, CURTAILED = "Price|Electricity|Wholesale", "Share|Curtailment"
HEAD = (
    "days",
    "CO2 from energy 2030, Mt",
    "with net imported power",
    "wholesale price 2024, CNY/kWh",
    "2030",
    "curtailment 2024, %",
    "2030",
    "effect of the plan 2030, Mt",
    "2035",
    "with net imports 2030",
    "2035",
)


def cells(n_days: int, law: Record, plan: Record) -> list[str]:
    """Return one row of the table."""

    def effect(variable: str, year: int) -> str:
        return f"{plan.value(variable, year) - law.value(variable, year):+.2f}"

    return [
        str(n_days),
        f"{law.value(TERRITORIAL, 2030):.1f}",
        f"{law.value(WITH_IMPORTS, 2030):.1f}",
        *(f"{law.value(PRICE, year):.3f}" for year in (2024, 2030)),
        *(f"{100.0 * law.value(CURTAILED, year):.1f}" for year in (2024, 2030)),
        *(effect(variable, year) for variable in (TERRITORIAL, WITH_IMPORTS) for year in (2030, 2035)),
    ]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--days", type=int, nargs="+", default=[8, 10, 12, 16, 20, 32, 100, 365])
    parser.add_argument("--scale", type=float, default=0.02)
    given = parser.parse_args()
    print("| " + " | ".join(HEAD) + " |")
    print("|---" * len(HEAD) + "|")
    for n_days in given.days:
        region = load_region(given.region).with_values({"power.n_days": float(n_days)})
        law, plan = (
            simulate(package, region, until=2035, scale=given.scale, seed=1).record for package in ("current", "plan")
        )
        print("| " + " | ".join(cells(n_days, law, plan)) + " |", flush=True)


if __name__ == "__main__":
    main()
