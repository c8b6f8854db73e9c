"""Examples below the help of every command. Imports nothing heavy, so that help is instant."""

from experiments.language import Speech

EXAMPLES: dict[str, tuple[str, ...]] = {
    "run": (
        "tanfeng run plan --out out/plan",
        "tanfeng run current --set straw_subsidy@2030=100 publicity=0.5 --seeds 4",
        "tanfeng run mine.toml --region tiny --scale 1 --until 2036",
    ),
    "compare": (
        "tanfeng compare current plan --seeds 4 --out out/plan",
        "tanfeng compare current plan --also plan_plus --effects out/effects.parquet --by year sector",
    ),
    "batch": (
        "tanfeng batch smoke --out out/smoke --workers 2",
        "tanfeng batch --out out/smoke --rerun failed",
        "tanfeng batch status out/smoke",
        "tanfeng batch headline out/smoke --pictures",
    ),
    "attribute": (
        "tanfeng attribute current plan --by section --out out/a --picture out/a.png",
        "tanfeng attribute frozen current --by lever --year 2030 --max-runs 4000",
    ),
    "seek": (
        "tanfeng seek seek --out out/k --dry-run",
        'tanfeng seek seek --out out/k --non-fossil 0.13 --limit "Jobs@2035 >= 40" --workers 2',
    ),
    "sensitivity": (
        "tanfeng sensitivity out/s",
        'tanfeng sensitivity out/s --indicator "Emissions|CO2|Energy@2030" peak_mt --top 5',
    ),
    "replicates": (
        'tanfeng replicates current plan --variable "Money|City Budget" --width 0.5',
        "tanfeng replicates current plan --seeds 16 --out out/pilot",
    ),
    "diff": ("tanfeng diff out/old out/new --csv out/moved.csv",),
    "discover": (
        "tanfeng discover out/u",
        'tanfeng discover out/u --fails "Share|Non-Fossil Energy@2030 < 0.12" "no peak by 2030"',
    ),
    "app": ("tanfeng app", "tanfeng app --region tiny --scale 1 --port 9000"),
    "workshop": ("tanfeng workshop --host 0.0.0.0",),
    "design": ("tanfeng design new mine.toml --region tiny", "tanfeng design check mine.toml"),
    "levers": ("tanfeng levers", "tanfeng levers heat --region tiny"),
    "packages": ("tanfeng packages", "tanfeng packages plan"),
    "targets": ("tanfeng targets", "tanfeng targets --feasibility"),
    "coverage": ("tanfeng coverage",),
    "projects": ("tanfeng projects out/plan", "tanfeng projects out/plan --year 2035 --xlsx out/projects.xlsx"),
    "data": ("tanfeng data", "tanfeng data heating --region tiny"),
    "indicators": ("tanfeng indicators", 'tanfeng indicators "Emissions|CO2"'),
    "check": ("tanfeng check abm/regions/tiny",),
    "export": (
        "tanfeng export out/plan out/plan.xlsx --counties",
        "tanfeng export out/u out/u.csv --quantiles",
        "tanfeng export out/u out/u.parquet",
    ),
}


def examples(command: str, say: Speech) -> str:
    """Return what stands below the help of a command."""
    return "\n".join([say("示例:", "examples:"), *(f"  {line}" for line in EXAMPLES[command])])
