"""A user's mistakes with designs, batches, clusters and the questions to them."""

import re
from collections.abc import Callable

Words = str | Callable[[re.Match[str]], str]
VERSIONS = {"format": "格式", "design": "设计", "code": "代码", "data": "数据"}


def _version(found: re.Match[str]) -> str:
    differ = "、".join(VERSIONS.get(word, word) for word in found[3].split(" and "))
    what = "批次" if found[2] == "a batch" else "运行"
    return f"{found[1]} 的{what}由另一版本（{differ}不同）开始；请另选文件夹"


PHRASES: tuple[tuple[str, Words], ...] = (
    (r"(\S.*): its runs are not finished; start (.*) again and it goes on", r"\1：其运行尚未完成；再次启动 \2 即续算"),
    (r"(\S.*) holds the runs of (.*), not of tanfeng run or compare", r"\1 存有 \2 的运行，不是 run 或 compare 的"),
    (r"(\S.*) is empty; tanfeng design new FILE writes one", r"\1 是空的；tanfeng design new 文件 可新建一个"),
    (r"(\w+): is a section, written (\[\w+\])", r"\1：应写作 \2 一节"),
    (r"(\w+): is a list, written (\[\[\w+\]\])", r"\1：是列表，每项写作 \2"),
    (r"(\w+): is a list of names", r"\1：应为名称的列表"),
    (r"(\w+): a name is given twice", r"\1：有名称重复"),
    (
        r"(.*) are both called '(.*?)': give one of the files another name",
        lambda found: f"{found[1].replace(' and ', ' 与 ')} 都叫 '{found[2]}'：请给其中一个文件另取名称",
    ),
    (r": no run has a result; what they failed of is told by (.*)", r"：没有一次运行有结果；失败的原因见 \1"),
    (r"its tables cannot be read: (.*)", r"无法读取其表格：\1"),
    (r"(\S.*) cannot be read: (.*)", r"\1 无法读取：\2"),
    (r"(\S.*) has no column (.*): spoilt, or of another version", r"\1 没有列 \2：已损坏，或出自另一版本"),
    (r"(\S.*): no number of (.*) in (\d+), run (\d+): spoilt", r"\1：运行 \4 在 \3 年的 \2 没有数值：已损坏"),
    (r"(\S+) holds (a batch|runs) begun with other (.*?); choose another folder", _version),
    # folders
    (r"--out: (.*?) holds another attribution", r"--out：\1 存有另一个归因"),
    (r"--out: (.*?) holds another (?:run|comparison) that is not finished", r"--out：\1 存有另一次未完成的运行"),
    (r"^(\d+) runs? (?:is|are) kept: start again and it goes on", r"\1 次运行已保存，再次启动即续算"),
    (r"--out: (.*?) holds another pilot", r"--out：\1 存有另一次试算"),
    (r"--out: (.*?) holds a search of another design or question", r"--out：\1 存有另一个设计或问题的搜索"),
    (r"--out: (.*?) holds the runs of (tanfeng \w+)", r"--out：\1 存有 \2 的运行"),
    (r"--out: (.*?) holds another run: (.*?);", r"--out：\1 存有另一次运行：\2;"),
    (r"(\S+) holds the runs of another command than tanfeng batch", r"\1 存有 tanfeng batch 以外命令的运行"),
    (r", no batch", "，不是批次"),
    (r"batch: which design\? (.*) holds none yet", r"batch：缺少设计：\1 中还没有"),
    (r"'(.*?)' is one word too many; the folder is given with --out DIR", r"多了一个词 '\1'；文件夹用 --out DIR 指明"),
    (r"the base package's runs have no such value", "基准政策包的运行没有该值"),
    (
        r"(\S.*) tells no (.*) of a run: spoilt, or of another version",
        r"\1 缺少某次运行的 \2：已损坏，或出自另一版本",
    ),
    (
        r"its batch\.json or runs\.parquet tells no (.*): spoilt, or of another version",
        r"其 batch.json 或 runs.parquet 缺少 \1：已损坏，或出自另一版本",
    ),
    (
        r"its batch\.json tells no design; write it anew: (.*)",
        r"其 batch.json 没有写明设计；请重新写出：\1",
    ),
    (
        r"paired differences: both packages need the same seeds and people once each, got (.*); (.*)",
        r"成对差值：两个政策包须有相同的种子与人口，各一次；得到 \1；\2",
    ),
    # clusters
    (r"the cluster has no workers left", "集群中已没有工作进程"),
    (r"the cluster does not answer any more", "集群不再应答"),
    (r"no Dask scheduler answers at (.*?): silent for (\S+) s", r"\1 的 Dask 调度器 \2 秒没有应答"),
    (r"no Dask scheduler answers at (.*?): ", r"\1 没有 Dask 调度器应答："),
    (r"no Ray cluster answers at (.*?): ", r"\1 没有 Ray 集群应答："),
    (r"a worker process cannot start: ", "工作进程无法启动："),
    (r"it said nothing for (\d+) s and was given up", r"\1 秒没有回应，已放弃"),
    (r"--scheduler: needs --backend dask or ray", "--scheduler：须与 --backend dask 或 ray 合用"),
    (r": start again and it goes on", "，再次启动即续算"),
    # designs
    (r"year is for levers, a whole number", "year 只用于杠杆，应为整数"),
    (r"values are a list of different finite numbers", "values 应为互不相同的有限数的列表"),
    (r"(\w+) is (.*?), not a finite number", r"\1 为 \2，不是有限的数"),
    (r"sampler: method none samples no factor, there are (.*)", r"sampler：方法 none 不对因素抽样，另有 \1"),
    (r"levels of a morris design: got (\S+), allowed an even number", r"morris 设计的 levels：得到 \1，应为偶数"),
    (r"sampler: method (\S+) needs SALib \(the extra 'lab'\)", r"sampler：方法 \1 需要 SALib（附加组件 'lab'）"),
    # what is sought
    (r"got (.*), allowed two or more different ones", r"得到 \1，应为两个以上互不相同的目标"),
    (
        r"allowed VARIABLE@YEAR <= NUMBER, VARIABLE@decisions >= NUMBER",
        "应为 变量@年份 <= 数，或 变量@decisions >= 数",
    ),
    (
        r"got (\d+), the packages to begin with are (\d+)",
        r"得到 \1，起始的政策包已有 \2 个",
    ),
    (
        r"got (\d+), one package alone meets (\d+): fewer seeds or points, or more runs",
        r"得到 \1，单个政策包即须 \2 次：请减少种子或样本点，或增加运行次数",
    ),
    (
        r"got (\d+), one generation needs (\d+): fewer seeds, points or --population, or more",
        r"得到 \1，一代需要 \2 次：减少种子、样本点或 --population，或增加次数",
    ),
    (
        r"the design has no factor that is a lever: name the levers that are sought",
        "设计中没有杠杆因素：请写明寻找哪些杠杆",
    ),
    (
        r"the design's sampler: (\S+) is no sample of the assumptions, allowed (.*)",
        r"设计的抽样方法 \1 不是对假设的抽样，应为 \2 之一",
    ),
    (
        r"the design's packages: one, by its id: that on which the levers are set",
        "设计的政策包：只能有一个，以编号给出，杠杆在其上设定",
    ),
    # questions to a batch
    (r"no run of (.*) tells whether it fails", r"\1 的运行都看不出是否失败"),
    (
        r"allowed INDICATOR < NUMBER, '(.*?)' or the id of a target",
        r"应为 指标 < 数、'\1' 或目标编号",
    ),
    (r"no run scores this target", "没有运行给出这个目标的结果"),
    (r"'(.*?)' is not a number", r"'\1' 不是数"),
    (
        r"(\d+) runs have no (.*?): (.*); name another indicator, or a batch that keeps its years",
        r"\1 次运行没有 \2：\3；请换一个指标，或换一个保留了该年份的批次",
    ),
    (
        r"it keeps none of the main indicators; name some with --indicator",
        "没有保留任何主要指标；请用 --indicator 指明",
    ),
    (r"its design varies no factor, so there is no space to look in", "其设计没有改变任何因素，无从寻找"),
    (r"--(package|storyline): got '(.*?)', there are (.*?)(?=$|;)", r"--\1：得到 '\2'，有 \3"),
    (r"indicator '(.*?)': the batch keeps no (.*), it keeps (.*)", r"指标 '\1'：该批次没有保留 \2，只有 \3"),
    (r"indicator '(.*?)': '(.*?)' is no year; allowed (.*)", r"指标 '\1'：'\2' 不是年份；应为 \3"),
    (r"(\S.*) does not add up over years; name one year", r"\1 不能逐年相加；请指明一年"),
    # other questions
    (r"(\S+) and (\S+): name two different packages", r"\1 与 \2：请给出两个不同的政策包"),
    (
        r"(.*) and (.*) have no package, storyline, variable and year in common",
        r"\1 与 \2 没有共同的政策包、情景、指标和年份",
    ),
    (r"(--year|--by): got (-?\d+), the runs (?:end|begin) in (\d+)", r"\1：得到 \2，运行以 \3 年为界"),
    (r"the runs end in (\d+); a peak by (\d+) is seen in (\d+)", r"运行到 \1 年为止；\2 年前的峰值要到 \3 年才看得出"),
    (r"its runs end in (\d+); say with --fails what failing is", r"运行到 \1 年为止；请用 --fails 说明何为失败"),
    (r"--width: got (\S+), allowed above 0", r"--width：得到 \1，应大于0"),
    (r"got (\d+), allowed 2 and more: a spread needs two runs", r"得到 \1，应不小于 2：至少两次运行才有离散程度"),
    (r"--quantiles: are those of a batch in the IAMC format", "--quantiles：只用于批次的 IAMC 格式"),
    (r"the IAMC format is CSV or Excel; allowed (.*)", r"IAMC 格式为 CSV 或 Excel；应为 \1"),
    (
        r"writing \.xlsx needs XlsxWriter \(the extra 'lab'\); \.csv works without",
        "写 .xlsx 需要 XlsxWriter（附加组件 'lab'）；.csv 不需要",
    ),
    (r"(\d+) rows, a sheet of Excel holds (\d+); allowed (.*)", r"共 \1 行，Excel 一张表只容 \2 行；应为 \3"),
    (r"(.*) is not readable: (.*)", r"\1 无法读取：\2"),
    (r"run (\d+) of (\d+) failed, so nothing is attributed: ", r"\2 次运行中的第 \1 次失败，因此不作归因："),
    # designs
    (r"got (\S+), the design runs from (\d+) to (\d+)", r"得到 \1，该设计为 \2 至 \3 年"),
    (r"^factor (\S+|\S+ \S+): ", r"因素 \1："),
    # batches and their analysis
    (r"(\S+) holds the runs of (.*?); choose another folder", r"\1 存有 \2 的运行；请另选文件夹"),
    (r"which folder\? --out DIR", "缺少文件夹：用 --out 给出"),
    (r"a (\w+) design has no sensitivity indices; allowed (.*)", r"\1 设计没有敏感性指数；应为 \2 之一"),
    (r"sensitivity: (\d+) of (\d+) values are missing", r"敏感性：\2 个值中缺 \1 个"),
)
