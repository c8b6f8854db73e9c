"""Handing a scenario on: link, QR code, file, the lines that make it again, and files of its results."""

import re
from dataclasses import replace
from hashlib import sha256
from typing import Any

from abm.region import Region
from experiments.app.explorer import PACKAGE, Explorer
from experiments.app.names import name_of, package_name
from experiments.chinese import worded
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.web.ask import Place
from experiments.web.downloads import offer
from experiments.web.files import FORMATS, SCALE, TOGETHER, File, file_name
from experiments.web.link import file_of, query_of
from experiments.web.scenario import Scenario
from policies.package import package_ids

PRINTED = ("print(run.peak)", f"print(run.series({SCORED!r}).loc[[2030, 2035, run.years[-1]]])")
MOST_TOGETHER = 12  # scenarios of one file, each a run of some seconds
LONGEST_QR = 1800  # letters that a phone still reads off a screen
WORDS: dict[str, tuple[str, str]] = {
    "link": ("链接", "Link"),
    "link_how": (
        "链接包含地区、政策包、杠杆、情景、种子，以及代码与数据的版本；打开时若有不同会提示。",
        "It holds region, package, levers, storyline and seed, and warns where region, code or data differ.",
    ),
    "copy": ("复制", "Copy"),
    "copied": ("已复制", "Copied"),
    "qr": ("二维码", "QR code"),
    "qr_long": ("设定太多，二维码放不下，请用文件。", "Too many settings for a QR code: use the file."),
    "here_only": (
        "这个地址只在本机有效；要让手机打开，请用 tanfeng app --host 0.0.0.0 启动。",
        "This address works on this computer only; for phones start it with tanfeng app --host 0.0.0.0.",
    ),
    "file": ("情景文件", "Scenario file"),
    "file_how": (
        "一个小的JSON文件，可离线传递；读取时逐项检查。",
        "A small JSON file; every entry is checked when read.",
    ),
    "save": ("下载情景文件", "Download the scenario"),
    "load": ("打开情景文件", "Open a scenario file"),
    "again": ("重现", "Reproduce"),
    "again_how": (
        f"命令行与Python得到同一个情景（规模{SCALE:g}、全部代表日，与结果文件相同）；最后一段得到本页图上的数字。",
        f"The command line and Python make the same scenario (scale {SCALE:g}, all days, as the files); the last lines "
        "make the very numbers of this page.",
    ),
    "files": ("结果文件", "Result files"),
    "files_how": (
        f"由单独的一次完整计算（规模{SCALE:g}、全部代表日）生成，约3秒；报告约20秒，可按A4打印。"
        "在“比较与归因”中保存过的情景，文件里用所起的名称；保存后还可把比较中的全部情景放进一个文件。",
        f"Made from a run of their own in full detail (scale {SCALE:g}, all days): about 3 s; "
        "the report about 20 s, it prints on A4. A scenario saved in Compare has its name in them; once there are "
        "some, all that are compared can stand in one file.",
    ),
    "make": ("生成", "make"),
    "making": ("正在生成……", "making ..."),
    "ready": ("下载", "download"),
    "pictures": (
        "图片与数字：每张图右上角有 PNG 和 CSV。",
        "Pictures and their numbers: PNG and CSV above each chart.",
    ),
}
REPORTS = ("report.html", "projects.xlsx")
AGAINST_LAW = (
    "报告与项目表的对照：现行政策。动过杠杆后，按上方“对照原包”可改为未改动的政策包。",
    "The report and the table of projects are set against current law; once levers are moved, press “vs package” above "
    "to set them against the unchanged package.",
)
AGAINST_PACKAGE = (
    "报告与项目表的对照：未改动的政策包；按上方“对照现行”可改为现行政策。",
    "The report and the table of projects are set against the unchanged package; press “vs law” above for current law.",
)
NAMES = {
    "csv": ("CSV（全部变量）", "CSV (all variables)"),
    "xlsx": ("Excel（全市）", "Excel (the city)"),
    "iamc.csv": ("IAMC CSV", "IAMC CSV"),
    "iamc.xlsx": ("IAMC Excel", "IAMC Excel"),
    "report.html": ("HTML报告（A4）", "HTML report (A4)"),
    "projects.xlsx": ("项目与责任单位 Excel", "Projects and bureaus, Excel"),
    "compared.xlsx": ("比较中的全部情景 Excel", "All scenarios compared, Excel"),
    "compared.iamc.xlsx": ("比较中的全部情景 IAMC Excel", "All scenarios compared, IAMC Excel"),
}


def share_state(explorer: Explorer, region: Region, say: Speech) -> dict[str, Any]:
    """Return what the sharing page shows."""
    scenario = explorer.scenario
    query = query_of(scenario, region)
    return {
        "query": query,
        "qr": qr_path(explorer.origin + "/" + query) if explorer.origin else None,
        "scenario": file_of(scenario, region).decode(),
        "lines": [
            {"name": say("命令行", "Command line"), "text": _told_command(scenario, region, say)},
            {"name": "Python", "text": python_lines(scenario, region)},
            {
                "name": say("Python，本页的数字", "Python, the numbers of this page"),
                "text": python_lines(scenario, region, explorer.pool.place),
            },
        ],
        "files": [_file(explorer, kind, region, say) for kind in _kinds(explorer)],
        "against": say(*(AGAINST_PACKAGE if _is_against_package(explorer) else AGAINST_LAW)),
    }


def make_file(explorer: Explorer, kind: Any, region: Region, say: Speech) -> None:
    """Have a file of results made."""
    if kind in _kinds(explorer) and explorer.answer is not None:
        explorer.fetch(f"file {kind}", _job(explorer, kind, region, say))


def _kinds(explorer: Explorer) -> tuple[str, ...]:
    """Return the kinds of files that can be made: of several scenarios only where some are compared."""
    return (*FORMATS, *(TOGETHER if explorer.saved else ()))


def _job(explorer: Explorer, kind: Any, region: Region, say: Speech) -> File:
    """Return the making of a file; a report is set against the package where the page is, else against current law."""
    scenario = explorer.scenario
    made = File(scenario.ask(), kind, say.lang, _name(explorer, region, say))
    if kind in TOGETHER:
        return replace(made, others=_beside(explorer, made.name, region, say))
    if kind not in REPORTS or not _is_against_package(explorer):
        return made
    name = package_name(scenario.package, region, say)
    return replace(made, base=scenario.without_levers().ask(), base_name=say(f"{name}（未改动）", f"{name}, unchanged"))


def _name(explorer: Explorer, region: Region, say: Speech) -> str:
    """Return what a person has saved the scenario as, else one of its package; never a path, a formula or a package."""
    own = next((saved.name for saved in explorer.saved if saved.scenario == explorer.scenario), "")
    return _plain(own, explorer.scenario, region, say)


def _plain(own: str, scenario: Scenario, region: Region, say: Speech) -> str:
    plain = re.sub(r"(\.toml)+$", "", own.replace("/", "∕").replace("\\", "∖")).lstrip("=+-@ ")
    is_taken = plain in package_ids((region.folder / "packages",))
    return plain if plain and not is_taken else name_of(scenario, region, say)


def _beside(explorer: Explorer, own: str, region: Region, say: Speech) -> tuple[tuple[str, Any], ...]:
    """Return the other scenarios of the comparison by name: current law in the same context, and what was saved."""
    now, taken = explorer.scenario, {own}
    law = now.plain()
    named = {law: name_of(law, region, say)} | {saved.scenario: saved.name for saved in explorer.saved}
    found = []
    for scenario, name in [(scenario, name) for scenario, name in named.items() if scenario != now][:MOST_TOGETHER]:
        plain = _plain(name, scenario, region, say)
        number = next(n for n in range(1, MOST_TOGETHER + 2) if (f"{plain} {n}" if n > 1 else plain) not in taken)
        found.append((f"{plain} {number}" if number > 1 else plain, scenario.ask()))
        taken.add(found[-1][0])
    return tuple(found)


def _is_against_package(explorer: Explorer) -> bool:
    return explorer.view.against == PACKAGE and bool(explorer.scenario.curves)


def _told_command(scenario: Scenario, region: Region, say: Speech) -> str:
    """Return the command, or that there is none: contested assumptions cannot be set on the command line."""
    if scenario.values or scenario.positions or scenario.drivers:
        return say(
            "有质疑的假设，命令行不能设定：请用Python。", "It contests assumptions, which no command sets: use Python."
        )
    return command_line(scenario, region)


def command_line(scenario: Scenario, region: Region) -> str:
    """Return the command that makes the scenario; assumptions are beyond it."""
    parts = [f"tanfeng run {scenario.package} --region {region.id} --scale {SCALE:g}"]
    if scenario.storyline:
        parts.append(f"--storyline {scenario.storyline}")
    if scenario.seed != 1:
        parts.append(f"--seed {scenario.seed}")
    settings = scenario.ask().settings
    if settings:
        parts.append("--set " + " ".join(f"{lever}@{year}={value:.10g}" for lever, year, value in settings))
    return " ".join(parts)


def python_lines(scenario: Scenario, region: Region, place: Place | None = None) -> str:
    """Return the lines of Python that make the scenario in full detail, or as a page at ``place`` does."""
    lines = ["from abm import load_region, simulate", "", f"region = load_region({region.id!r})"]
    if scenario.values:
        lines.append(f"region = region.with_values({dict(scenario.values)!r})")
    if scenario.positions:
        lines.append(f"region = region.with_positions({dict(scenario.positions)!r})")
    if scenario.drivers:
        name = scenario.storyline or next(iter(region.storylines))
        changed = f"region.storylines[{name!r}].with_positions({dict(scenario.drivers)!r})"
        lines.append(f"region = region.with_storyline({changed})")
    if place and place.n_days:
        lines.insert(
            3, f"region = region.with_values({{'power.n_days': {float(place.n_days)}}})  # representative days"
        )
    scale = place.scale if place else SCALE
    arguments = [repr(scenario.package), "region", f"scale={scale:g}", f"seed={scenario.seed}"]
    if place and place.until:
        arguments.append(f"until={place.until}")
    if scenario.storyline:
        arguments.append(f"storyline={scenario.storyline!r}")
    settings = scenario.ask().settings
    if settings:
        arguments.append(f"settings={list(settings)!r}")
    return "\n".join([*lines, f"run = simulate({', '.join(arguments)})", *PRINTED])


def qr_path(text: str) -> dict[str, Any] | None:
    """Return a QR code as the path of an SVG and its size; None where the text is too long for a phone."""
    if len(text) > LONGEST_QR:
        return None
    import segno

    code = segno.make(text, error="l", micro=False)
    rows = [f"M{x},{y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark]
    return {"d": "".join(rows), "size": len(code.matrix)}


def _file(explorer: Explorer, kind: Any, region: Region, say: Speech) -> dict[str, Any]:
    found = explorer.found.get(f"file {kind}")
    is_this = found is not None and found.job == _job(explorer, kind, region, say)
    state = {"kind": kind, "name": say(*NAMES[kind]), "waiting": False, "url": "", "problem": ""}
    if is_this and found is not None:
        state["waiting"], state["problem"] = found.is_waiting, worded(found.problem, say)
        if found.result is not None:
            state["url"] = offer_once(explorer, kind, found.result)
    return state


def _stem(scenario: Scenario) -> str:
    """Return what a file is named after: the package, and a mark of its own for what was changed on it."""
    if scenario == Scenario(scenario.package):
        return scenario.package
    return f"{scenario.package}-{sha256(repr(scenario).encode()).hexdigest()[:6]}"


def offer_once(explorer: Explorer, kind: Any, content: bytes) -> str:
    """Return the path of a file, the same one each time the page is drawn."""
    key = (kind, id(content))
    if key not in explorer.offered:
        explorer.offered[key] = offer(file_name(_stem(explorer.scenario), kind), content)
    return explorer.offered[key]
