"""A new design, with a comment on every word."""

from abm.region import Region
from experiments.language import Speech
from experiments.units import unit_name
from policies.registry import all_levers


def new_design(region: Region, name: str, say: Speech) -> str:
    """Return the text of a commented design of a region, whose factors exist there."""
    lever = next(iter(all_levers().values()))
    row = next(row for row in region.parameters.rows() if row.year is None and row.low < row.high)
    driver = next(iter(next(iter(region.storylines.values())).paths))
    storylines = ", ".join(f'"{storyline}"' for storyline in region.storylines)
    return say(_ZH, _EN).format(
        region=name,
        storylines=storylines,
        horizon=region.horizon,
        lever=lever.id,
        lever_low=f"{lever.low:g}",
        lever_high=f"{lever.high:g}",
        lever_unit=unit_name(lever.unit, say),
        parameter=row.key,
        low=f"{row.low:g}",
        high=f"{row.high:g}",
        unit=unit_name(row.unit, say),
        driver=driver,
        decision=region.first_decision_year,
    )


_EN = """\
# A design: packages x storylines x points x seeds. Check it with `tanfeng design check FILE`, run it with
# `tanfeng batch FILE --out DIR --workers 2`.

[design]
region = "{region}"
packages = ["current", "plan"]      # ids, or TOML files beside this one
storylines = "all"                  # or some of [{storylines}]
until = {horizon}
scale = 0.02                        # share of homes, cars and smallholders simulated
seeds = 4                           # replicates, 1 to 4 at every point (so differences are paired); or a list
population_seed = 0                 # or population_seeds = 3: so many synthetic populations at every point
history = "observed"                # or "free": the past follows no observation

[sampler]
method = "latin_hypercube"          # grid, latin_hypercube, sobol, morris; none without factors
points = 16                         # sobol: a power of 2, points x (factors + 2) rows; morris: trajectories
seed = 1
levels = 4                          # of a grid or morris factor

[settings]                          # levers that are the same in every run
# {lever} = {lever_low}                    # from the first decision year, {decision}; "{lever}@2030" = ... from 2030

[[factor]]                          # a lever, by default between its bounds
lever = "{lever}"
low = {lever_low}
high = {lever_high}                          # {lever_unit}
# year = {decision}
# values = [{lever_low}, {lever_high}]                   # what a grid takes, in place of evenly spread levels

[[factor]]                          # a number of the region, by default between the low and high of its row
parameter = "{parameter}"           # {low} to {high} {unit}

[[factor]]                          # a driver of the storylines, in every storyline within its own range:
driver = "{driver}"                 # -1 its low, 0 as it is, 1 its high; dated numbers of the region likewise

[keep]
variables = "main"                  # or "all", or a list of names (docs/indicators.md)
years = "all"                       # or "final", or a list
counties = false                    # true keeps every county beside the city
sectors = false
"""

_ZH = """\
# 实验设计：政策包 × 情景 × 样本点 × 种子。用 `tanfeng design check FILE` 检查，
# 用 `tanfeng batch FILE --out DIR --workers 2` 运行。

[design]
region = "{region}"
packages = ["current", "plan"]      # 政策包的名称，或与本文件同处的TOML文件
storylines = "all"                  # 或其中若干：[{storylines}]
until = {horizon}
scale = 0.02                        # 模拟的家庭、汽车、小农户比例
seeds = 4                           # 每个样本点都用种子1至4（差值因而成对）；也可给出列表
population_seed = 0                 # 或 population_seeds = 3：每个样本点用3个合成人口
history = "observed"                # 或 "free"：过去不跟随观测

[sampler]
method = "latin_hypercube"          # grid、latin_hypercube、sobol、morris；没有因素时为 none
points = 16                         # sobol：2的幂，共 点数×(因素数+2) 行；morris：轨迹数
seed = 1
levels = 4                          # grid 或 morris 每个因素的水平数

[settings]                          # 每次运行都相同的杠杆
# {lever} = {lever_low}                    # 自首个决策年 {decision} 起；"{lever}@2030" = ... 自2030年起

[[factor]]                          # 杠杆，默认在其上下限之间
lever = "{lever}"
low = {lever_low}
high = {lever_high}                          # {lever_unit}
# year = {decision}
# values = [{lever_low}, {lever_high}]                   # grid 所取的值，代替等距水平

[[factor]]                          # 地区的一个数，默认在其数据行的 low 与 high 之间
parameter = "{parameter}"           # {low} 至 {high} {unit}

[[factor]]                          # 情景的一个驱动因素，在各情景自身范围内：
driver = "{driver}"                 # -1 为下限，0 为原值，1 为上限；有年份的地区数同样如此

[keep]
variables = "main"                  # 或 "all"，或名称列表（docs/indicators.zh.md）
years = "all"                       # 或 "final"，或列表
counties = false                    # true 则保留各县区
sectors = false
"""
