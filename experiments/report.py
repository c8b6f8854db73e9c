"""The report of a run: one HTML file that needs nothing else, in Chinese or English, and the same pictures as PNG."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from matplotlib.figure import Figure

from abm.results import Results
from experiments.language import Speech
from experiments.notices import notices
from experiments.plots import Case, case_of, dispatch, emissions, energy, money, png, responses, styled
from experiments.plots.case import names_of
from experiments.plots.style import cjk_font
from experiments.projects.files import projects_file, projects_section
from experiments.report_actions import actions_table
from experiments.report_changes import change_lines
from experiments.report_key_figures import key_figures
from experiments.report_tables import accounting_table, grade_table, residual_table, scorecard
from experiments.scores import peak_sentence, target_sentence
from experiments.who_pays import money_file, money_section

STYLE = """
@page { size: A4; margin: 15mm 14mm 16mm;
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 8pt; } }
:root { color-scheme: light; }
body { font: 15px/1.55 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif;
  color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
.lead { font-size: 1.1rem; } .quiet, figcaption, caption { color: #666; font-size: .86rem; }
.told { font-size: .92rem; }
figure { margin: 0; } section { break-inside: avoid; } img { max-width: 100%; height: auto; }
.wide, .drawn { overflow-x: auto; }
@media screen and (max-width: 40rem) { .drawn img { max-width: none; width: 44rem; } .wide table { min-width: 44rem; } }
table { border-collapse: collapse; width: 100%; font-size: .8rem; margin: .4rem 0; }
.set { table-layout: fixed; } .set td, .set th { overflow-wrap: anywhere; }
caption { text-align: left; } th, td { text-align: left; padding: .18rem .45rem; border-bottom: 1px solid #e4e4e4; }
td { vertical-align: top; } th { border-bottom: 1.5px solid #888; vertical-align: bottom; }
th.n { text-align: right; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td small { display: block; color: #666; font-size: .86em; line-height: 1.25; }
.group td { background: #f2f5f4; font-weight: 600; } .group { break-after: avoid; } .group small { font-weight: 400; }
tr { break-inside: avoid; } .met { color: #1f7a6d; font-weight: 600; } .missed { color: #b0413e; font-weight: 600; }
.other { color: #6a6a6a; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10.5px; line-height: 1.4; }
  h1 { font-size: 20px; } h2 { font-size: 13.5px; margin: 5mm 0 1mm; break-after: avoid; }
  .lead { font-size: 12px; margin: 1mm 0; } .told { font-size: 10px; margin: 1.2mm 0; font-weight: 500; }
  .wide, .drawn { overflow: visible; } .drawn { text-align: center; }
  .drawn img { max-height: 98mm; width: auto; } .tall img { max-height: 215mm; }
  table { font-size: 9.2px; } th, td { padding: .55mm 1.2mm; } .quiet, figcaption, caption { font-size: 9px; }
  .key td, .key th { padding: .35mm 1.2mm; line-height: 1.22; } .key td small { line-height: 1.1; }
  thead { display: table-header-group; }
}
"""


@dataclass(frozen=True)
class Section:
    """A picture with its heading and how to read it; ``file`` names the PNG."""

    file: str
    title: tuple[str, str]
    caption: tuple[str, str]
    draw: Callable[[Case], Figure | None]
    is_tall: bool = False  # takes a page of its own when printed


SECTIONS = (
    Section(
        "emissions",
        ("二氧化碳排放", "CO2 emissions"),
        (
            "线为各种子均值，色带为种子间范围；灰底为跟随观测的历史年份。下图为与对照之差，即政策的作用。",
            "Lines are means over seeds, bands their range; grey is the past, which follows observation. "
            "Below: the difference from the reference, which is what the policy does.",
        ),
        emissions.packages,
    ),
    Section(
        "sectors",
        ("分部门", "By sector"),
        ("虚线为对照情景的总量。", "The dashed line is the total of the reference."),
        emissions.sectors,
    ),
    Section(
        "counties",
        ("分县区", "By county"),
        (
            "排放记在排放地。右图：红为增加，蓝为减少。",
            "Emissions stand where they are released. On the map red is more, blue is less.",
        ),
        emissions.counties,
    ),
    Section(
        "accountings",
        ("四种口径", "Four accountings"),
        (
            "达峰只按第一条（能源活动、不计净调入电力、不扣碳汇）评分，其余并列展示。",
            "Only the first is scored for the peak: energy, without net imported power, before sinks.",
        ),
        emissions.accountings,
    ),
    Section(
        "energy",
        ("能源消费", "Energy use"),
        (
            "面积为发电煤耗法，虚线为电热当量法，均为万吨标准煤。",
            "Areas: power at the average coal rate (10^4 tce). Dashed, right axis: calorific method (EJ).",
        ),
        energy.use,
    ),
    Section(
        "power",
        ("发电结构", "Power mix"),
        (
            "虚线为全市用电量：其上为净外送。",
            "The dashed line is the city's own use; what lies above it leaves the city.",
        ),
        energy.power_mix,
    ),
    Section(
        "dispatch",
        ("典型日调度", "A day's dispatch"),
        (
            "净负荷最高与最低的代表日，逐时。虚线为全市负荷，红线为批发电价（右轴）。",
            "The representative days with the highest and lowest net load, by hour. Dashed: the city's load; "
            "red, right axis: the wholesale price.",
        ),
        dispatch.days,
    ),
    Section(
        "responses",
        ("六类响应", "Six responses"),
        ("价格与支持政策直接作用的六类选择。", "The six choices that prices and support act on."),
        responses.six,
        is_tall=True,
    ),
    Section(
        "money",
        ("谁付钱", "Who pays"),
        (
            "左图：支出减收入，正值为多付；右图：各收入组用能支出占收入比重。",
            "Left: paid less received, positive means paying more. Right: the energy bill over income by income group.",
        ),
        money.who_pays,
    ),
)


def report_files(
    results: Results, say: Speech, base: str | None = None, main: str | None = None, package: str = ""
) -> dict[str, bytes]:
    """Return the report and its pictures: file name -> content.

    Args:
        results: the runs of one or more packages.
        say: the language.
        base: the package to compare with, if any.
        main: the package in the foreground; the first if None.
        package: its id, where its runs carry another name.
    """
    case = case_of(results, say, main, base)
    drawn = _pictures(case)
    page = render(case, drawn, package)
    pictures = {f"{name}.png": content for name, content in drawn.items()}
    return {"report.html": page.encode(), **pictures, **projects_file(case, _title(case)), **money_file(case)}


def _pictures(case: Case) -> dict[str, bytes]:
    """Return section -> PNG; labels are English where the machine has no Chinese font."""
    words = case.say if case.say.lang == "en" or cjk_font() else Speech("en")
    painted = Case(case.groups, case.main, case.base, words)
    with styled():
        figures = {section.file: section.draw(painted) for section in SECTIONS}
        return {name: png(figure) for name, figure in figures.items() if figure is not None}


def render(case: Case, drawn: dict[str, bytes], package: str = "") -> str:
    """Return the page; ``package`` is the id of the one in the foreground, where its runs carry another name."""
    say = case.say
    first = case.runs[0]
    title = _title(case)
    warned = notices(case.runs, say, package=package, is_typed=False)
    n_runs, span = len(case.runs), f"{case.years[0]}–{case.years[-1]}"
    context = _storyline(case)
    facts = say(
        f"情景“{context}” · 规模 {first.scale:g} · {n_runs} 个种子 · {span}",
        f"storyline: {context} · scale {first.scale:g} · {n_runs} seed{'s' * (n_runs != 1)} · {span}",
    )
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{escape(facts)}</p>',
        *(f'<p class="lead">{escape(line)}</p>' for line in _leads(case)),
        *(f'<p class="told">{escape(line)}</p>' for line in change_lines(case)),
        *(f'<p class="missed told">{escape(line)}</p>'.replace("\n", "<br>") for line in warned),
        key_figures(case),
    ]
    for section in SECTIONS:
        if section.file in drawn:
            parts.append(_figure(section, drawn[section.file], say))
        if section.file == "accountings":
            parts.append(accounting_table(case))
    parts += [
        scorecard(case),
        actions_table(case),
        projects_section(case),
        money_section(case),
        residual_table(case),
        grade_table(case),
    ]
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if say.lang == "zh" else "en"}">\n<head><meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style></head>\n<body><main>\n" + "\n".join(filter(None, parts)) + "\n</main></body></html>\n"
    )


def _title(case: Case) -> str:
    region, name = case.runs[0].region, names_of(case, case.main)
    return case.say(f"{region.name_zh}：{name}", f"{region.name_en}: {name}")


def _storyline(case: Case) -> str:
    run = case.runs[0]
    names = {row["id"]: case.say(row["name_zh"], row["name_en"]) for row in run.region.table("storyline_names.csv")}
    return names.get(run.storyline, run.storyline)


def _leads(case: Case) -> list[str]:
    lines = [peak_sentence(case.runs, case.say), target_sentence(case.runs, case.say)]
    if case.base:
        reference = peak_sentence(case.groups[case.base], case.say)
        name = names_of(case, case.base)
        lines.insert(1, case.say(f"对照（{name}）：", f"Reference ({name}): ") + reference)
    return lines


def _figure(section: Section, content: bytes, say: Speech) -> str:
    picture = b64encode(content).decode()
    title, caption = escape(say(*section.title)), escape(say(*section.caption))
    image = f'<img alt="{title}" src="data:image/png;base64,{picture}">'
    kind = ' class="tall"' if section.is_tall else ""
    return (
        f'<section{kind}><h2>{title}</h2>\n<figure><div class="drawn">{image}</div>\n'
        f"<figcaption>{caption}</figcaption></figure></section>"
    )
