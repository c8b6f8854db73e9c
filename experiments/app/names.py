"""What a scenario is called: its package, and what was changed in it."""

from abm.region import Region
from experiments.language import Speech
from experiments.web.scenario import Scenario
from policies.package import PackageError, load_package
from policies.registry import all_levers


def package_name(package: str, region: Region, say: Speech) -> str:
    """Return a package's label; its id where there is none such."""
    try:
        text = load_package(package, (region.folder / "packages",)).label
    except PackageError:
        return package
    return say(text.zh, text.en)


def firm_name(name_zh: str, name_en: str, say: Speech) -> str:
    """Return what a firm is called, in Chinese with the brackets of Chinese; lists have those of a keyboard."""
    return say(name_zh.replace("(", "（").replace(")", "）"), name_en or name_zh)


def lever_name(lever: str, say: Speech) -> str:
    """Return a lever's label."""
    text = all_levers()[lever].label
    return say(text.zh, text.en)


def name_of(scenario: Scenario, region: Region, say: Speech) -> str:
    """Return a name for a scenario."""
    name = package_name(scenario.package, region, say)
    if len(scenario.curves) == 1:
        name += f" + {lever_name(scenario.curves[0][0], say)}"
    elif scenario.curves:
        name += say(f" + {len(scenario.curves)}项", f" + {len(scenario.curves)} levers")
    return name + context_of(scenario, region, say)


def context_of(scenario: Scenario, region: Region, say: Speech) -> str:
    """Return what of a scenario is no policy, to follow a name: storyline, assumptions and seed; '' where as usual."""
    told = f" · {storyline_name(scenario.storyline, region, say)}" if scenario.storyline else ""
    if scenario.drivers or scenario.positions or scenario.values:
        told += say(" · 假设有改", " · assumptions moved")
    return told + (f" · #{scenario.seed}" if scenario.seed != 1 else "")


def storyline_name(storyline: str, region: Region, say: Speech) -> str:
    """Return a storyline's name; its id where the region gives it none."""
    names = {row["id"]: say(row["name_zh"], row["name_en"]) for row in region.table("storyline_names.csv")}
    return names.get(storyline, storyline)
