"""The example shows the city in Mesa's own viewer."""

import importlib.util
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "mesa_view.py"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Solara, Mesa's viewer and their widgets
def test_mesas_viewer_steps_the_tiny_city_and_draws_it():
    import solara

    spec = importlib.util.spec_from_file_location("mesa_view", EXAMPLE)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    city = example.TinyCity()
    for _ in range(3):
        city.step()
    seen = city.datacollector.get_model_vars_dataframe()
    assert list(seen["year"]) == [2020, 2021, 2022]
    assert (seen["energy_co2_mt"] > 0).all()
    box, context = solara.render(example.page, handle_error=False)
    assert box.children
    context.close()
