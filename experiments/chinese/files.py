"""A user's mistakes in packages, regions and files, and bounds with their units."""

import re
from collections.abc import Callable

from experiments.language import Speech
from experiments.units import unit_name

Words = str | Callable[[re.Match[str]], str]
Q = "'(.*?)'"
LIST = r"(.*?)(?=$|;|；)"


def _bounds(found: re.Match[str]) -> str:
    """Return what a lever may be, its unit behind it."""
    got, low, high, unit = found.groups()
    return f"得到 {got}，应在 {low} 至 {high} 之间（{unit_name(unit, Speech('zh'))}）"


PHRASES: tuple[tuple[str, Words], ...] = (
    # packages
    (rf"lever {Q} is given twice", r"杠杆 '\1' 给出两次"),
    (rf"(base|from) = {Q} is the package itself", r"\1 = '\2' 是该政策包自身"),
    (r"packages stand on each other in a circle by base or from: (.*)", r"政策包经 base 或 from 相互依托成环：\1"),
    (rf"projects has {Q}, allowed ids such as '10' or '17g'", r"projects 中有 '\1'，应为 '10' 或 '17g' 这样的编号"),
    (rf"authority {Q}, allowed {LIST}", r"authority 为 '\1'，应为 \2 之一"),
    (rf"mode {Q}, allowed step, linear", r"mode 为 '\1'，应为 step 或 linear"),
    (r": no path$", "：没有 path"),
    (r": (\w+) is (.*?), allowed text in quotation marks", r"：\1 为 \2，应为引号中的文字"),
    (r": (\w+) is (.*?), allowed a year without quotation marks, such as", r"：\1 为 \2，应为年份，不加引号，如"),
    (r": (\w+) is (.*?), allowed a list such as", r"：\1 为 \2，应为列表，如"),
    (r"^(\S+), value (\d+)(?=:| \()", r"\1 第 \2 项"),
    (r"got (\S+) to (\S+), allowed (\S+) to (\S+)", r"得到 \1 至 \2，应在 \3 至 \4 之间"),
    (r"got (\S+), allowed (\S+) to (\S+) ([\w^/%.() ]+)$", _bounds),
    (rf"got {Q}, there are {LIST}", r"得到 '\1'，有 \2"),
    (rf"no runs of {Q}, there are {LIST}", r"没有 '\1' 的运行，有 \2"),
    # files
    (r"writing \.xlsx needs openpyxl \(the extra 'lab'\)", "写 .xlsx 需要 openpyxl（附加组件 'lab'）"),
    (r"is not an ordinary file", "不是普通文件"),
    (r"output folder (.*) holds results without their run\.json", r"结果文件夹 \1 有结果而没有 run.json"),
    (r"(\S+) is not readable as JSON", r"\1 不是可读的 JSON"),
    (r"(\S+) is not readable(?! as)", r"\1 无法读取"),
    (r"(\S+) names no run", r"\1 未写明任何运行"),
    (rf"made by another version, its variable {Q} is unknown", r"由另一版本做成，其中的指标 '\1' 不认识"),
    # regions
    (r"^region (\S+): ", r"地区 \1："),
    (rf"region {Q} has no projects\.csv", r"地区 '\1' 没有 projects.csv"),
    (rf"project {Q} is listed twice", r"项目 '\1' 重复列出"),
    (rf"project {Q} needs name_zh and name_en", r"项目 '\1' 需要 name_zh 与 name_en"),
    (rf"unknown target {Q}", r"没有目标 '\1'"),
    (r"target (\S+) has no value to hold against a corridor", r"目标 \1 没有可与走廊比较的数值"),
    (rf"no column {Q}", r"没有列 '\1'"),
    (r"listed twice", "重复列出"),
    (r"got (\S+), allowed above 0 and at most 1", r"得到 \1，应大于0且不大于1"),
    (r"got (\S+), too small for (.*): no private car", r"得到 \1，对 \2 太小：没有一辆私家车"),
    (r"got (\S+), too small for (.*): no smallholder", r"得到 \1，对 \2 太小：没有一户小农户"),
    (r"the workshop is not installed: ", "未安装研讨会："),
)
