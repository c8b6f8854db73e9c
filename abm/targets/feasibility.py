"""Can the plan's targets hold together? Arithmetic on targets, facility lists and parameters, before any behaviour.

Each test returns a finding whose verdict follows from the numbers: ``contradict`` where even the most
favourable reading of the data misses, ``depends`` where the range includes both, ``agree`` where even
the least favourable one meets, ``data do not cover`` where a list that leaves plants out meets it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from abm.region import Region
from abm.targets.facts import Facts, Range
from abm.targets.table import Target

Verdict = Literal["contradict", "depends", "agree", "data do not cover"]
VERDICTS_ZH = {"contradict": "相互矛盾", "depends": "视条件而定", "agree": "相容", "data do not cover": "数据未覆盖"}
GCE_PER_GJ = 1e6 / 29.3076


@dataclass(frozen=True)
class Finding:
    """Whether some targets agree; ``found`` is in the unit of ``required``, ``arithmetic`` shows how."""

    targets: tuple[str, ...]
    verdict: Verdict
    found: Range
    required: float
    unit: str
    arithmetic_en: str
    arithmetic_zh: str


def feasibility(region: Region) -> list[Finding]:
    """Return a finding for every joint test that the region's targets and data allow."""
    facts = Facts(region)
    return [finding for test in TESTS for finding in test(facts)]


def at_least(found: Range, required: float) -> Verdict:
    """Return the verdict on a figure that should reach ``required``."""
    if found.high < required:
        return "contradict"
    return "agree" if found.low >= required else "depends"


def _capacity(facts: Facts) -> Iterator[Finding]:
    """Non-coal share of capacity, with the wind and PV, and the pumped storage, that the plan itself names."""
    for year in facts.years("clean_capacity_share"):
        share, wind_pv = facts.target("clean_capacity_share", year), facts.target("wind_pv_capacity", year)
        if not share or not wind_pv or not facts.listed("coal_units"):
            continue
        pumped = facts.target("pumped_storage_capacity", year)
        storage, other, coal = _value(pumped), facts.other_clean_mw(), facts.coal_mw(year)
        clean = _value(wind_pv) + storage
        found = Range(_percent(clean, coal.high), _percent(clean, coal.central), _percent(clean + other, coal.low))
        plain = _percent(_value(wind_pv), coal.central)
        with_en = f"; with {storage:.0f} MW of pumped storage {found.central:.1f} %" if pumped else ""
        with_zh = f"；计入抽水蓄能{_kw(storage)}为{found.central:.1f}％" if pumped else ""
        yield Finding(
            _ids(share, wind_pv, pumped),
            at_least(found, _value(share)),
            found,
            _value(share),
            "%",
            f"{year}: {_value(wind_pv):.0f} MW of wind and PV beside {coal.central:.0f} MW of coal is {plain:.1f} %"
            f"{with_en}; with {other:.0f} MW of other non-coal sets and old units gone at most {found.high:.1f} %",
            f"{year}年：风光{_kw(_value(wind_pv))}，煤电{_kw(coal.central)}，占{plain:.1f}％{with_zh}；"
            f"计入其他非煤机组{_kw(other)}并退出老旧机组，最高{found.high:.1f}％",
        )


def _generation(facts: Facts) -> Iterator[Finding]:
    """Non-coal share of generation, with the capacity that the plan names and the hours of the province."""
    hours = ("feasibility.coal_hours", "feasibility.wind_hours", "feasibility.pv_hours", "feasibility.other_hours")
    for year in facts.years("clean_generation_share"):
        share, wind_pv = facts.target("clean_generation_share", year), facts.target("wind_pv_capacity", year)
        if not share or not wind_pv or not facts.has(*hours) or not facts.listed("wind_solar"):
            continue
        coal_h, other_h = facts.number(hours[0], "h"), facts.number(hours[3], "h")
        coal, other = facts.coal_mw(year), facts.other_clean_mw()
        mixed = _mixed_hours(facts)
        twh = [_value(wind_pv) * h / 1e6 for h in mixed]
        coal_twh = [mw * h / 1e6 for mw, h in zip(_three(coal), _three(coal_h), strict=True)]
        found = Range(
            _percent(twh[0], coal_twh[2]),
            _percent(twh[1], coal_twh[1]),
            _percent(twh[2] + other * other_h.central / 1e6, coal_twh[0]),
        )
        yield Finding(
            _ids(share, wind_pv),
            at_least(found, _value(share)),
            found,
            _value(share),
            "%",
            f"{year}: {_value(wind_pv):.0f} MW x {mixed[1]:.0f} h = {twh[1]:.1f} TWh beside {coal.central:.0f} MW x "
            f"{coal_h.central:.0f} h = {coal_twh[1]:.1f} TWh of coal power is {found.central:.1f} %",
            f"{year}年：风光{_kw(_value(wind_pv))}×{mixed[1]:.0f}小时＝{10 * twh[1]:.0f}亿千瓦时，"
            f"煤电{_kw(coal.central)}×{coal_h.central:.0f}小时＝{10 * coal_twh[1]:.0f}亿千瓦时，"
            f"占{found.central:.1f}％",
        )


def _non_fossil(facts: Facts) -> Iterator[Finding]:
    """Non-fossil share of energy, with the wind and PV that the plan names and the city's energy use."""
    keys = ("feasibility.wind_hours", "feasibility.pv_hours", "feasibility.energy_use", "feasibility.other_non_fossil")
    for year in facts.years("non_fossil_energy_share"):
        share, wind_pv = facts.target("non_fossil_energy_share", year), facts.target("wind_pv_capacity", year)
        if not share or not wind_pv or not facts.has(*keys) or not facts.listed("wind_solar"):
            continue
        energy, other = facts.number(keys[2], "Mtce"), facts.number(keys[3], "Mtce")
        rate = facts.region.parameters.value("energy.average_coal_rate", "gce/kWh", year)
        mtce = [_value(wind_pv) * hours * rate / 1e9 for hours in _mixed_hours(facts)]
        clean = [power + rest for power, rest in zip(mtce, _three(other), strict=True)]
        found = Range(*(100 * c / e for c, e in zip(clean, _three(energy)[::-1], strict=True)))
        yield Finding(
            _ids(share, wind_pv),
            at_least(found, _value(share)),
            found,
            _value(share),
            "%",
            f"{year}: {_value(wind_pv):.0f} MW of wind and PV are {mtce[1]:.2f} Mtce at {rate:.0f} g/kWh, with biomass "
            f"{clean[1]:.2f}: {found.central:.1f} % of about {energy.central:.0f} Mtce; {_value(share):.0f} % needs "
            f"an energy use of at most {clean[1] / _value(share) * 100:.1f} Mtce",
            f"{year}年：风光{_kw(_value(wind_pv))}按{rate:.0f}克／千瓦时折{100 * mtce[1]:.0f}万吨标准煤，"
            f"加生物质共{100 * clean[1]:.0f}万吨，占能源消费约{100 * energy.central:.0f}万吨的{found.central:.1f}％；"
            f"要达到{_value(share):.0f}％，能源消费须不超过{clean[1] / _value(share) * 1e4:.0f}万吨",
        )


def _kw(mw: float) -> str:
    """Return megawatts as Chinese statistics count them."""
    return f"{mw / 10:.4g}万千瓦"


def _mixed_hours(facts: Facts) -> list[float]:
    """Return low, central and high full-load hours of wind and PV in the mix of the list."""
    wind, pv = facts.renewable_mw()
    part = wind / (wind + pv)
    wind_h, pv_h = (_three(facts.number(f"feasibility.{kind}_hours", "h")) for kind in ("wind", "pv"))
    return [part * w + (1 - part) * p for w, p in zip(wind_h, pv_h, strict=True)]


def _coal_rate(facts: Facts) -> Iterator[Finding]:
    """How far the listed units are from the coal rate of power supplied."""
    for year in facts.years("supply_coal_rate"):
        target = facts.target("supply_coal_rate", year)
        units = [r for r in facts.listed("coal_units") if r["status"] == "operating" and r.get("heat_rate_gj_per_kwh")]
        if not target or not units:
            continue
        rates = [float(r["heat_rate_gj_per_kwh"]) * GCE_PER_GJ for r in units]
        size = [float(r["capacity"]) for r in units]
        mean = sum(r * s for r, s in zip(rates, size, strict=True)) / sum(size)
        found = Range(min(rates), mean, max(rates))
        yield Finding(
            _ids(target),
            "depends" if mean > _value(target) else "agree",
            found,
            _value(target),
            "gce/kWh",
            f"{year}: the working units burn {mean:.0f} g/kWh on the list, the best {min(rates):.0f}: "
            f"{100 * (1 - _value(target) / mean):.0f} % must come from retrofit, heat credit or closure",
            f"{year}年：在运机组名录平均{mean:.0f}克／千瓦时，最好{min(rates):.0f}：须靠改造、供热折算或关停下降"
            f"{100 * (1 - _value(target) / mean):.0f}％",
        )


def _mines(facts: Facts) -> Iterator[Finding]:
    """Whether a list without the small mines meets the targets of mines at the start."""
    for year in facts.years("mine_count"):
        count, scale = facts.target("mine_count", year), facts.target("mine_average_scale", year)
        mines = [
            float(r["capacity"]) for r in facts.listed("coal_mines") if r["status"] == "operating" and r["capacity"]
        ]
        if not count or not mines:
            continue
        mean = sum(mines) / len(mines)
        meets = len(mines) <= _value(count) and (scale is None or mean >= _value(scale))
        implied = _value(count) * _value(scale)
        yield Finding(
            _ids(count, scale, facts.target("advanced_mine_capacity_share", year)),
            "data do not cover" if meets else "depends",
            Range(len(mines), len(mines), len(mines)),
            _value(count),
            "mines",
            f"{year}: the list has {len(mines)} working mines of {mean:.2f} Mt/yr on average and so meets "
            f"{_value(count):.0f} mines at the start: small mines are not on it; {_value(count):.0f} mines of "
            f"{_value(scale):.2f} Mt would be {implied:.0f} Mt/yr, the list has {sum(mines):.0f}",
            f"{year}年：名录有在产煤矿{len(mines)}座，平均{100 * mean:.0f}万吨／年，"
            f"一开始即满足{_value(count):.0f}座，因为小矿不在名录内；"
            f"{_value(count):.0f}座×{100 * _value(scale):.0f}万吨＝{implied / 100:.2f}亿吨／年，"
            f"名录合计{sum(mines) / 100:.2f}亿吨",
        )


def _straw(facts: Facts) -> Iterator[Finding]:
    """Straw for biogas beside what goes back to the field and to animals already."""
    number, has = facts.number, facts.has("feasibility.straw_collectable", "straw.biogas_yield")
    for year in facts.years("biogas_capacity"):
        gas, use = facts.target("biogas_capacity", year), facts.target("straw_utilization", year)
        if not gas or not has:
            continue
        m3_per_t, straw = number("straw.biogas_yield", "m3/t"), number("feasibility.straw_collectable", "kt")
        part = _three(number("straw.biogas_straw_share", "share"))
        taken = [_three(number(f"straw.base_share.{way}", "share")) for way in ("return", "feed")]
        alone = [_value(gas) * 1e5 / y / s for y, s in zip(_three(m3_per_t)[::-1], _three(straw)[::-1], strict=True)]
        already = [100 * sum(way[i] for way in taken) for i in range(3)]
        found = Range(*(a * p + t for a, p, t in zip(alone, part, already, strict=True)))
        yield Finding(
            _ids(gas, use),
            "contradict" if found.low > 100 else "depends" if found.high > 100 else "agree",
            found,
            100.0,
            "%",
            f"{year}: {_value(gas):.0f} Mm3 over {m3_per_t.central:.0f} m3/t from straw alone take {alone[1]:.0f} % of "
            f"the {straw.central:.0f} kt that can be collected, {alone[1] * part[1]:.0f} % with manure for the rest; "
            f"field and fodder already take {already[1]:.0f} %",
            f"{year}年：{_value(gas) / 100:g}亿立方米÷{m3_per_t.central:.0f}立方米／吨，"
            f"全用秸秆占可收集量{straw.central / 10:.0f}万吨的"
            f"{alone[1]:.0f}％，其余用粪污时占{alone[1] * part[1]:.0f}％；还田和饲料已用{already[1]:.0f}％",
        )


def _hydrogen(facts: Facts) -> Iterator[Finding]:
    """Hydrogen beside the surplus coke-oven gas that methanol, LNG, power and alumina also want."""
    keys = ("output.coke", "coke.gas", "coke.heating", "hydrogen.kg_per_m3", "coke.gas_gj_per_m3")
    for year in facts.years("hydrogen_capacity"):
        target = facts.target("hydrogen_capacity", year)
        if not target or not facts.has(*keys):
            continue
        units = ("Mt/yr", "GJ/t", "GJ/t", "kg/m3", "GJ/m3")
        coke, gas, heating, kg, gj = (facts.number(key, unit) for key, unit in zip(keys, units, strict=True))
        surplus = [c * (gas.central - heating.central) / gj.central * 1e6 for c in _three(coke)]
        needed = [_value(target) * 1e6 / k for k in _three(kg)]
        share = Range(*(100 * n / s for n, s in zip(needed[::-1], surplus[::-1], strict=True)))
        yield Finding(
            _ids(target),
            "contradict" if share.low > 100 else "depends",
            share,
            100.0,
            "% of surplus gas",
            f"{year}: {_value(target):.0f} kt of hydrogen need {needed[1] / 1e9:.1f} x 10^9 m3 of coke-oven gas, "
            f"{share.central:.0f} % of the surplus of {coke.central:.1f} Mt of coke, which makes methanol, LNG "
            "and power now",
            f"{year}年：{_value(target) / 10:g}万吨氢需焦炉煤气{needed[1] / 1e8:.0f}亿立方米，"
            f"为{100 * coke.central:.0f}万吨焦炭余气的{share.central:.0f}％，而余气现用于甲醇、液化天然气和发电",
        )


def _percent(part: float, rest: float) -> float:
    return 100.0 * part / (part + rest)


def _value(target: Target | None) -> float:
    return 0.0 if target is None or target.value is None else target.value


def _three(figure: Range) -> tuple[float, float, float]:
    return figure.low, figure.central, figure.high


def _ids(*targets: Target | None) -> tuple[str, ...]:
    return tuple(target.id for target in targets if target is not None)


TESTS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    _capacity,
    _generation,
    _non_fossil,
    _coal_rate,
    _mines,
    _straw,
    _hydrogen,
)
