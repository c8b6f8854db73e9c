"""A curve becomes dated settings; a move returns a new scenario."""

from experiments.web.scenario import Curve, Scenario


def test_a_step_curve_is_its_points():
    assert Curve(((2027, 1.0), (2035, 3.0))).settings("a") == [("a", 2027, 1.0), ("a", 2035, 3.0)]


def test_a_straight_curve_is_a_setting_a_year():
    found = Curve(((2027, 1.0), (2030, 4.0)), is_linear=True).settings("a")
    assert found == [("a", 2027, 1.0), ("a", 2028, 2.0), ("a", 2029, 3.0), ("a", 2030, 4.0)]


def test_the_order_of_moves_does_not_matter():
    one, two = Curve(((2027, 1.0),)), Curve(((2030, 2.0),))
    assert Scenario().with_curve("b", one).with_curve("a", two) == Scenario().with_curve("a", two).with_curve("b", one)


def test_a_lever_without_points_is_the_package_again():
    moved = Scenario().with_curve("a", Curve(((2027, 1.0),)))
    assert moved.with_curve("a", None) == Scenario()
    assert moved.with_curve("a", Curve(())) == Scenario()


def test_the_two_resets_leave_each_other_alone():
    both = Scenario(storyline="fast", seed=3, drivers=(("price.carbon", 1.0),)).with_curve("a", Curve(((2027, 1.0),)))
    assert both.without_levers().storyline == "fast"
    assert both.without_levers().curves == ()
    assert both.without_assumptions().curves == both.curves
    assert both.without_assumptions().seed == 1
