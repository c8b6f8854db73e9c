"""The table of projects as part of the report and as a sheet of Excel."""

import re
from collections.abc import Sequence
from html import escape
from importlib.util import find_spec
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from abm.errors import UserError
from experiments.language import Speech
from experiments.plots.case import Case
from experiments.projects.account import YEAR, Account, accounts
from experiments.projects.words import WIDTHS, cells, header
from experiments.report_tables import html_table

REPORT_WIDTHS = (32, 38, 30)  # of the report's columns, per cent


def case_accounts(case: Case, year: int = YEAR) -> list[Account]:
    """Return the accounts of a case's foreground package against its reference."""
    return accounts(case.runs, case.groups[case.base] if case.base else (), year)


def projects_section(case: Case) -> str:
    """Return the report's section of projects, nothing where the region has no table of them."""
    say, found = case.say, case_accounts(case)
    if not found:
        return ""
    rows: list[tuple[str, ...]] = []
    for account in found:
        number, section, name, values, verdicts, count, paid, bureaus = cells(account, say)
        judged = say(f"；目标 达到/风险/未达到 {count}", f"; targets met/at risk/missed {count}") if count else ""
        told = escape(
            f"{section}；责任单位：{bureaus}{judged}" if say.lang == "zh" else f"{section}; {bureaus}{judged}"
        )
        rows.append((f"{escape(number)} {escape(name)}<small>{told}</small>",))
        rows.append(tuple("<td>" + escape(cell).replace("\n", "<br>") + "</td>" for cell in (values, verdicts, paid)))
    title = say("方案项目完成情况", "Project by project")
    caption = say(
        "有风险：部分种子未达到，或余量不足目标值的2%。同一笔补贴服务多个项目时无法拆分，逐项列出并注明。",
        "At risk: missed by some seeds, or met by less than 2 % of the target. Support that serves several projects "
        "cannot be told apart and stands at each of them.",
    )
    first = case.runs[0].region.first_decision_year
    head = header(found, min(YEAR, int(case.years[-1])), first, say)
    return f"<h2>{escape(title)}</h2>\n" + html_table((head[3], head[4], head[6]), rows, caption, REPORT_WIDTHS)


def projects_file(case: Case, title: str) -> dict[str, bytes]:
    """Return ``projects.xlsx`` where it can be written and there are projects, else nothing."""
    found = case_accounts(case) if has_excel() else []
    if not found:
        return {}
    head = header(found, min(YEAR, int(case.years[-1])), case.runs[0].region.first_decision_year, case.say)
    return {"projects.xlsx": workbook(found, title, head, case.say)}


def has_excel() -> bool:
    """Return whether a sheet of Excel can be written."""
    return find_spec("openpyxl") is not None


def workbook(found: Sequence[Account], title: str, head: tuple[str, ...], say: Speech) -> bytes:
    """Return ``projects.xlsx``: one sheet, ready to be printed across a page.

    Raises:
        UserError: openpyxl is not installed.
    """
    if not has_excel():
        raise UserError("writing .xlsx needs openpyxl (the extra 'lab')")
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = say("方案项目", "projects")
    sheet.append([title])
    sheet.append(list(head))
    for account in found:
        sheet.append(list(cells(account, say)))
    sheet["A1"].font = Font(bold=True, size=14)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF2")
    for i, wide in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = wide
    sheet.freeze_panes = "D3"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"
    content = BytesIO()
    book.save(content)
    return _timeless(content)


def _timeless(book: BytesIO) -> bytes:
    """Return a workbook without the time at which it was written: the same runs give the same bytes."""
    found = BytesIO()
    with ZipFile(book) as dated, ZipFile(found, "w") as timeless:
        for name in dated.namelist():
            text = dated.read(name)
            if name == "docProps/core.xml":
                text = re.sub(rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", text)
            timeless.writestr(ZipInfo(name), text, ZIP_DEFLATED)  # dated 1980, where no date is given
    return found.getvalue()
