from dataclasses import dataclass

import pytest

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Fruit:
    code: str
    colour: str = ""


APPLE, PEAR = Fruit("apple", "red"), Fruit("pear", "green")


def test_it_keeps_what_it_was_brought_by_code_and_in_order():
    fruits: Registry[Fruit] = Registry("fruits")
    fruits.register(PEAR)
    fruits.register(APPLE, Fruit("plum"))
    assert fruits["apple"] is APPLE
    assert "pear" in fruits and "fig" not in fruits
    assert fruits.get("fig") is None
    assert list(fruits) == ["pear", "apple", "plum"]
    assert list(fruits.values()) == [PEAR, APPLE, Fruit("plum")]


def test_it_takes_a_code_once():
    fruits: Registry[Fruit] = Registry("fruits")
    fruits.register(APPLE)
    with pytest.raises(ValueError, match="'apple' among the fruits"):
        fruits.register(Fruit("apple", "yellow"))
    assert fruits["apple"] is APPLE


def test_it_says_what_is_missing_where():
    with pytest.raises(KeyError, match="'fig' among the fruits"):
        Registry("fruits")["fig"]


def test_it_reads_the_code_from_the_attribute_it_is_told():
    colours: Registry[Fruit] = Registry("colours", code="colour")
    colours.register(APPLE, PEAR)
    assert colours["green"] is PEAR
