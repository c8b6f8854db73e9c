"""A user's mistakes in Chinese.

Errors are worded where they are noticed, deep in the code and in English. This table says the common
ones in Chinese, pattern by pattern; what it does not know stays as it is.
"""

import re

PHRASES = (
    (r"no package '(.*?)', there are (.*?)(?=$|;)", r"没有政策包 '\1'，有 \2"),
    (r"no region '(.*?)', there are (.*?)(?=$|;)", r"没有地区 '\1'，有 \2"),
    (r"unknown storyline '(.*?)', there are (.*?)(?=$|;)", r"没有情景 '\1'，有 \2"),
    (r"unknown lever '(.*?)'", r"没有杠杆 '\1'"),
    (r"unknown parameter '(.*?)'|no parameter '(.*?)' in this region", r"该地区没有参数 '\1\2'"),
    (r"; did you mean '(.*?)'\?", r"；是否指 '\1'？"),
    (r"; nearest is '(.*?)'", r"；最接近的是 '\1'"),
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
    (r"(\S+) holds no batch", r"\1 中没有批次"),
    (r"; every run finished before is kept", "；此前完成的运行都已保存"),
    (r"(\S+) is not installed, it comes with the extra '(\w+)'", r"未安装 \1，它随附加组件 '\2' 安装"),
    (r"which folder\?", "缺少文件夹："),
    (r"(.*) is there already; choose another name", r"\1 已存在；请另取名称"),
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"expected one argument", "需要一个值"),
    (r"invalid (\w+) value: '(.*?)'", r"无效的值 '\2'（应为 \1）"),
)


def in_chinese(message: str) -> str:
    """Return the message with the phrases that the table knows in Chinese."""
    lines = message.splitlines()
    for pattern, words in PHRASES:
        lines = [re.sub(pattern, words, line) for line in lines]
    return "\n".join(lines)
