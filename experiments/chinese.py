"""A user's mistakes in Chinese.

Errors are worded where they are noticed, deep in the code and in English. This table says the common
ones in Chinese, pattern by pattern; what it does not know stays as it is.
"""

import re

from experiments import chinese_lab
from experiments.chinese_data import FIRST

PHRASES = (
    (r"no package '(.*?)', there are (.*?)(?=$|;)", r"没有政策包 '\1'，有 \2"),
    (r"no region '(.*?)', there are (.*?)(?=$|;)", r"没有地区 '\1'，有 \2"),
    (r"unknown storyline '(.*?)', there are (.*?)(?=$|;)", r"没有情景 '\1'，有 \2"),
    (r"unknown lever '(.*?)'", r"没有杠杆 '\1'"),
    (r"unknown parameter '(.*?)'|no parameter '(.*?)' in this region", r"该地区没有参数 '\1\2'"),
    (r"; did you mean '(.*?)'\?", r"；是否指 '\1'？"),
    (r"; nearest is '(.*?)'", r"；最接近的是 '\1'"),
    (
        r"got (\S+), allowed (\S+) to (\S+), or 0 for the region's own",
        r"得到 \1，应在 \2 至 \3 之间，或为0（按地区数据）",
    ),
    (
        r"port (\d+) is in use: end what runs there, or take another with --port \(0: any that is free\)",
        r"端口 \1 已被占用：请先结束占用它的程序，或用 --port 另选（0为任意空闲端口）",
    ),
    (
        r"port (\d+) needs rights that you do not have: take one above 1023 with --port",
        r"没有权限使用端口 \1：请用 --port 选大于1023的端口",
    ),
    (
        r"--host: (\S+) is no address of this computer; .*",
        r"--host：\1 不是本机的地址；127.0.0.1 只对本机，0.0.0.0 对所有网络",
    ),
    (
        r"the browser application is not installed: (.*)",
        r"未安装浏览器应用：\1",
    ),
    (r"got (\S+), allowed above 0 to 1", r"得到 \1，应大于0且不大于1"),
    (r"got (\S+), allowed (\S+) and more", r"得到 \1，应不小于 \2"),
    (r"got (\S+), allowed (\S+) to (\S+)", r"得到 \1，应在 \2 至 \3 之间"),
    (r"got '(.*?)', allowed LEVER=VALUE or LEVER@YEAR=VALUE", r"得到 '\1'，应为 杠杆=值 或 杠杆@年份=值"),
    (r"'(.*?)' is not a year", r"'\1' 不是年份"),
    (r"'(.*?)' is not a finite number", r"'\1' 不是有限的数"),
    (r"(\S+) is set twice", r"\1 设定了两次"),
    (r"year (\d+) lies outside (\d+) to (\d+)", r"\1 年不在 \2 至 \3 年之间"),
    (r"(\d+) is before the first decision year (\d+)", r"\1 年早于首个决策年 \2 年"),
    (r"; changing the past needs --counterfactual.*", "；改变过去需要 --counterfactual"),
    (
        r"output folder (.*) holds another run: (.*?); choose another folder",
        r"结果文件夹 \1 存有另一次运行：\2；请另选文件夹",
    ),
    (r"output folder (.*) is in use by process (\d+)", r"结果文件夹 \1 正被进程 \2 使用"),
    (r"(.*) is not a folder", r"\1 不是文件夹"),
    (r"(.*) cannot be written: (.*)", r"\1 无法写入：\2"),
    (r"; nothing was written", "；没有写入任何内容"),
    (r"no folder (.*)", r"没有文件夹 \1"),
    (r"(.*): (\d+) problems in its data", r"\1：数据中有 \2 个问题"),
    (r"no number of (\S+) starts with '(.*?)'", r"\1 没有以 '\2' 开头的数"),
    (r"no design '(.*?)': no such file, and there are (.*?)(?=$|;)", r"没有设计 '\1'：没有该文件，自带的有 \2"),
    (r"the design is not readable as TOML: (.*)", r"设计不是可读的TOML：\1"),
    (r"the design has (\d+) runs, --max-runs allows (\d+)", r"该设计有 \1 次运行，--max-runs 只允许 \2 次"),
    (r"unknown word '(.*?)'", r"不认识的词 '\1'"),
    (r"unknown driver '(.*?)'", r"没有驱动因素 '\1'"),
    (r"unknown variable '(.*?)'", r"没有指标 '\1'"),
    (r"unknown '(.*?)', there are (.*?)(?=$|;)", r"不认识 '\1'，有 \2"),
    (r"low (\S+) is not below high (\S+)", r"low \1 不小于 high \2"),
    (r"its row gives no range to sample", "其数据行没有可抽样的范围"),
    (r"names one of lever, parameter, driver", "应给出 lever、parameter、driver 之一"),
    (r"values outside (\S+) to (\S+)", r"取值超出 \1 至 \2"),
    (r"in two places, it is also set in \[settings\]", "出现在两处，[settings] 中也有"),
    (r": in two places", "：出现在两处"),
    (r"got (\S+), allowed a power of 2", r"得到 \1，应为2的幂"),
    (r"method (\S+) needs a factor", r"方法 \1 需要至少一个因素"),
    (r"(\S+) holds a batch of another design; choose another folder", r"\1 存有另一设计的批次；请另选文件夹"),
    (r"(\S+) holds a batch begun with other (.*); choose.*", r"\1 的批次由另一版本（\2）开始；请另选文件夹"),
    (r"(.*): the batch is not finished; start it again and it goes on", r"\1：该批次尚未完成；再次启动即续算"),
    (r"; choose another folder", "；请另选文件夹"),
    (r"(\S+) holds no batch", r"\1 中没有批次"),
    (r"; every run finished before is kept", "；此前完成的运行都已保存"),
    (r"(\S+) is not installed, it comes with the extra '(\w+)'", r"未安装 \1，它随附加组件 '\2' 安装"),
    (r"which folder\?", "缺少文件夹："),
    (r"(.*) is there already; choose another name", r"\1 已存在；请另取名称"),
    (r"(\d+) runs are needed, --max-runs allows (\d+).*", r"需要 \1 次运行，--max-runs 只允许 \2 次"),
    (r"(\S+) and (\S+) do not differ until (\d+).*", r"\1 与 \2 在 \3 年前没有差别，无可归因"),
    (r"got (\S+), allowed an even number, (\d+) to (\d+)", r"得到 \1，应为 \2 至 \3 之间的偶数"),
    (r"(.*) does not add up over years; name one with --year", r"\1 不能逐年相加；请用 --year 指定年份"),
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"expected one argument", "需要一个值"),
    (r"argument (\S+): ", r"参数 \1："),
    (r"invalid choice: '(.*?)' \(choose from (.*)\)", r"不能是 '\1'，应为 \2 之一"),
    (r"invalid int value: '(.*?)'", r"'\1' 不是整数"),
    (r"invalid float value: '(.*?)'", r"'\1' 不是数"),
    (
        r"scale: got (\S+), too small for (.*): some of its places would have no household; at least (\S+) is needed",
        r"scale: 得到 \1，对 \2 太小：有的社区会没有一户；至少需要 \3",
    ),
    (r"(.*) has no region\.toml", r"\1 中没有 region.toml"),
    (r"no lever starts with '(.*?)'", r"没有以 '\1' 开头的杠杆"),
    (r"got an empty name, allowed the name of a folder", "名称为空，应为文件夹名"),
    (r"ends in '(.*?)', allowed (.*)", r"以 '\1' 结尾，应为 \2"),
    (r"; the folder of a run has one", "；一次运行的结果文件夹中应有它"),
    (
        r"the run's region '(.*?)' does not come with Tanfeng; name its folder: --region DIR",
        r"该运行的地区 '\1' 不随碳峰提供；请指明其文件夹：--region DIR",
    ),
    (r"got '(.*?)', the run's region is '(.*?)'", r"得到 '\1'，该运行的地区是 '\2'"),
    (r"package '(.*?)' gives no value for ", r"政策包 '\1' 没有给出以下杠杆的值："),
    (r"(.*) holds no batch$", r"\1 中没有批次"),
    (r"(.*): the batch is not finished; start it again and it goes on", r"\1：该批次尚未完成，再次启动即续算"),
    (r"^(\d+) points for (\d+) factors, at least (\d+) needed", r"\2 个因素只有 \1 个样本点，至少需要 \3 个"),
    (r"^the points of a (\w+) design are no sample", r"\1 设计的样本点不是抽样"),
    (r"needs every run, (\d+) of (\d+) have no result: ", r"需要全部运行，\2 次中有 \1 次没有结果："),
    (r"a sensitivity analysis", "敏感性分析"),
    (r"a decomposition of the variance", "方差分解"),
    (r"^repeat them: ", "重做："),
    (
        r"a (\w+) design has no sensitivity indices; its sampler must be one of (.*)",
        r"\1 设计没有敏感性指数；抽样方法须为 \2 之一",
    ),
    (r"indicator '(.*?)': the batch keeps no '(.*?)'", r"指标 '\1'：该批次没有保留 '\2'"),
    (r"got (\S+), the batch runs from (\d+) to (\d+)", r"得到 \1，该批次为 \2 至 \3 年"),
    (
        r"holds neither a run \(run\.json\) nor a finished batch \(batch\.json\)",
        "中既没有运行（run.json）也没有已完成的批次（batch.json）",
    ),
    (r"allowed (\d+) and more: a spread needs two runs", r"应不小于 \1：至少两次运行才有离散程度"),
    (r"is in the unit of one variable; name it with --variable", "以某个指标的单位计；请用 --variable 指明"),
    (r"name two different packages", "请给出两个不同的政策包"),
    (r"the design's factor (.*) is no lever: only levers can be sought", r"设计的因素 \1 不是杠杆：只能寻找杠杆的值"),
    (r"the design ends in (\d+); a peak by (\d+) is seen in (\d+)", r"设计到 \1 年为止；\2 年前达峰要到 \3 年才能看出"),
    (r"(\S+) is not installed, it comes with the extra '(.*?)'", r"没有安装 \1，它属于附加组件 '\2'"),
    (r"not readable as TOML", "不是可读的 TOML"),
    (r"output folder (\S+): ", r"结果文件夹 \1："),
    (r"No space left on device", "磁盘已满"),
    (r"Read-only file system", "文件系统只读"),
    (r"Permission denied", "没有权限"),
    (r"No such file or directory", "没有这个文件或文件夹"),
    (r"Not a directory", "不是文件夹"),
    (r"File too large", "文件过大"),
)


def in_chinese(message: str) -> str:
    """Return the message with the phrases that the table knows in Chinese."""
    lines = message.splitlines()
    for pattern, words in (*chinese_lab.PHRASES, *FIRST, *PHRASES):
        lines = [re.sub(pattern, words, line) for line in lines]
    return "\n".join(lines)
