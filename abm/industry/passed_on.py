"""What goes into a product, and what follows where its price is moved within its range: the product's price moves too.

Ranges of single drivers are sampled apart. Producers outside buy the same coal and ore: where these cost more than in
the storyline for decades, so does what is made of them, or nobody would make it. What is then left of a product's own
range is that of its spread.
"""

from dataclasses import replace

from abm.context import Storyline
from abm.industry.processes import Works
from abm.parameters import Parameters

COAL_GJ_PER_T = 20.93  # 5,000 kcal/kg: the grade that the price of thermal coal is quoted for
UNIT = "CNY/t"


def needs(p: Parameters) -> dict[str, dict[str, float]]:
    """Return t of each priced input in a t of a product, by drivers; a product comes after those that go into it."""
    works = Works.of(p)
    blended = p.value("solid_waste.blend_filler", "t/t") + 0.5 * p.value("solid_waste.blend_most", "t/t")
    refinery_gj = works.alumina_boiler + works.alumina_calcination / works.coal_gas_efficiency
    coal_t_per_gj = p.value("fuel_price.industry_coal_ratio", "ratio") / COAL_GJ_PER_T
    return {
        "price.coke": {
            "price.coking_coal": p.value("coke.clean_coal", "t/t") * p.value("industry.coking_blend", "ratio"),
        },
        "price.steel": {
            "price.coke": p.value("industry.steel.coke_turned", "t/t") + p.value("industry.steel.sinter_coke", "t/t"),
            "price.thermal_coal": p.value("industry.steel.coal_injected", "GJ/t") * coal_t_per_gj,
        },
        "price.cement": {"price.thermal_coal": works.clinker_coal * (1.0 - blended) * coal_t_per_gj},
        "price.alumina": {
            "price.bauxite": p.value("industry.alumina.bauxite", "t/t"),
            "price.caustic_soda": p.value("industry.alumina.caustic_soda", "t/t"),
            "price.thermal_coal": refinery_gj * coal_t_per_gj,
        },
        "price.aluminium": {
            "price.alumina": p.value("industry.aluminium.alumina_need", "t/t"),
            "price.anodes": p.value("industry.aluminium.anodes", "t/t"),
        },
    }


def passed_on(storyline: Storyline, p: Parameters) -> Storyline:
    """Return the storyline with products that cost more by what their inputs cost more than in its own course.

    A storyline none of whose drivers was moved is returned as it is; what a user set for all years stays set.
    """
    if not storyline.own:
        return storyline
    share, found = p.value("industry.passed_on", "share"), storyline
    own = replace(storyline, paths=storyline.paths | storyline.own)
    for product, inputs in needs(p).items():
        unit, years, values = found.paths[product]
        more = [
            share * sum(t * (found.value(of, UNIT, year) - own.value(of, UNIT, year)) for of, t in inputs.items())
            for year in years
        ]
        if any(more) and product not in storyline.fixed:
            path = (unit, years, [max(v + m, 0.0) for v, m in zip(values, more, strict=True)])
            found = replace(found, paths=found.paths | {product: path})
    return found
