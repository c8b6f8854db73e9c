"""The words of the pages that are no data: (zh, en) by key. What belongs to a chart stands with the chart."""

from experiments.language import Speech

LEVERS: dict[str, tuple[str, str]] = {
    "levers": ("政策杠杆", "Policy levers"),
    "package": ("政策包", "Package"),
    "storyline": ("外部情景", "Storyline"),
    "depth": ("显示多少杠杆", "How many levers"),
    "changed": ("已改", "Moved"),
    "changed_title": ("只看已改动的杠杆", "Only the levers that were moved"),
    "search": ("查找", "Find"),
    "reset_levers": ("杠杆复位", "Reset levers"),
    "reset_assumptions": ("假设复位", "Reset assumptions"),
    "sure_levers": ("所有杠杆恢复为政策包的取值？", "Set all levers back to the package?"),
    "sure_assumptions": ("情景、种子与假设全部恢复？", "Set storyline, seed and assumptions back?"),
    "yes": ("确定", "Yes"),
    "no": ("取消", "No"),
    "reset": ("复位", "Reset"),
    "schedule": ("逐年安排", "Schedule by year"),
    "history": ("历史", "history"),
    "schedule_how": (
        "点空白处加一个点，拖动或用方向键改年份与数值，Delete 删除；首个决策年之前是历史，不能改。",
        "Tap to add a point; drag it, or move it with the arrow keys; Delete takes it away. "
        "What lies before the first decision year is history.",
    ),
    "add_point": ("+ 加一个点", "+ add a point"),
    "linear": ("点间直线过渡", "straight between points"),
    "year": ("年份", "year"),
    "value": ("数值", "value"),
    "remove": ("删除", "remove"),
    "projects": ("方案项目", "Plan project"),
    "article": ("条款", "Article"),
    "bureau": ("责任单位", "Bureau"),
    "authority": ("权限", "Authority"),
    "evidence": ("依据", "Evidence"),
    "measured": ("模拟作用", "In stored runs"),
    "grades": (
        "A 官方、数据集或论文；B 报道；C 弱；M 假设",
        "A official, data set or paper; B press; C weak; M assumed",
    ),
    "quote": ("方案原文", "The plan says"),
    "nearest": ("最近的参照", "nearest mark"),
    "allowed": ("超出范围，已取边界值；可设", "out of bounds, set to the bound; allowed"),
    "no_number": ("不是数字，未改动；可设", "no number: left as it was; allowed"),
    "whole": ("整体情景", "Whole futures"),
    "parts": ("只实施方案的一项", "One part of the plan alone"),
    "as_plan": ("与方案取值相同", "as in the plan"),
    "as_law": ("与现行政策相同", "as under current law"),
    "as_both": ("方案与现行政策相同，都是这个值", "the plan keeps what current law has"),
    "law_is": ("现行政策 ", "current law "),
    "plan_is": ("方案 ", "plan "),
    "range_is": ("可设 ", "range "),
    "times": ("倍", "times"),
    "open_bracket": ("（", " ("),
    "close_bracket": ("）", ")"),
    "colon": ("年：", ": "),
    "package_value": ("政策包", "package"),
    "plan_value": ("方案", "plan"),
    "nothing": ("没有符合的杠杆", "No lever fits"),
    "assumptions": ("质疑假设", "Contest assumptions"),
    "assumptions_how": (
        "外部条件在各自的证据范围内移动（两端为低值与高值），数值为2035年；指数以2020年为1。它们不是政策。",
        "Drivers outside the city, moved within the range of their evidence (its ends stand below); values of 2035, "
        "an index is 1 in 2020. No policy.",
    ),
    "seed": ("随机种子", "Seed"),
    "panes": ("看结果或移动杠杆", "Results or levers"),
    "results": ("结果", "Results"),
    "to_levers": ("杠杆", "Levers"),
    "comma": ("、", ", "),
}
LISTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "depths": (("主要", "常用", "全部"), ("Main", "More", "All")),
    "guide": (("低", "中", "高"), ("Low", "Mid", "High")),
}
CHARTS: dict[str, tuple[str, str]] = {
    "results": ("结果", "Results"),
    "problem": ("未能计算：", "Not computed:"),
    "dismiss": ("关闭提示", "Dismiss"),
    "png": ("存为图片", "Save as a picture"),
    "unfold": ("显示全部", "Show all"),
    "fold": ("收起", "Show fewer"),
    "comma": ("，", ", "),
    "cut_axis": ("纵轴不从 0 起，起点为", "the axis begins not at 0 but at"),
    "first": ("正在计算第一条曲线，几秒后就有……", "computing the first line, a few seconds ..."),
    "csv": ("存为表格", "Save as a table"),
    "colon": ("：", ": "),
    "stop": ("；", "; "),
    "year": ("年", "year"),
    "hour": ("时", "hour"),
    "walk": ("左右方向键逐点读数", "the arrow keys read it point by point"),
    "before": ("比较对象", "compared with"),
    "low": ("低", "low"),
    "high": ("高", "high"),
}
BAR: dict[str, tuple[str, str]] = {
    "brand": ("碳峰", "Tanfeng"),
    "busy": ("正在计算", "computing"),
    "replaying": ("重放：这是改动前", "replay: before the move"),
    "old": ("正在计算；图中仍是改动前", "computing; still shown: before the move"),
    "skip": ("跳到结果", "Skip to the results"),
    "took": ("计算用时", "time to compute"),
}


def spoken(words: dict[str, tuple[str, str]], say: Speech) -> dict[str, str]:
    """Return the words in one language."""
    return {key: say(*pair) for key, pair in words.items()}


def lever_words(say: Speech) -> dict[str, object]:
    """Return the words of the lever panel."""
    lists = {key: list(zh if say.lang == "zh" else en) for key, (zh, en) in LISTS.items()}
    return {**spoken(LEVERS, say), **lists}
