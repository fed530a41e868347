"""What an item comes to, worked out beside it by hand; shares without a whole, ends of bands, caps, ties."""

from decimal import Decimal

import pytest

from governance.assessment.scoring import Band, Reached, ScoredItem, marked_weight, places_of, points_of, total_of

BANDS = (Band(Decimal(0), Decimal(80), Decimal(4)), Band(Decimal(80), Decimal(100), Decimal(10)))


def item(way: str, weight: int = 10, whole=(), **more) -> ScoredItem:
    return ScoredItem(
        "i1", "日常", "报送", way, "县定", weight, whole=whole, **{n: Decimal(v) for n, v in more.items()}
    )


def banded() -> ScoredItem:
    return ScoredItem("i1", "日常", "报送", "bands", "县定", 10, bands=BANDS)


@pytest.mark.parametrize(
    ("asked", "found", "points"),
    [
        (item("target", target=90), Reached(9, 10), "10"),
        (item("target", target=90), Reached(10, 10), "10"),
        (item("target", target=90), Reached(3, 10), "3.33"),
        (item("target", target=90), Reached(0, 0), None),
        (banded(), Reached(0, 5), "4"),
        (banded(), Reached(79, 100), "4"),
        (banded(), Reached(4, 5), "10"),
        (banded(), Reached(5, 5), "10"),
        (banded(), Reached(0, 0), None),
        (item("deduct", each="0.25"), Reached(3), "9.25"),
        (item("deduct", each="0.25"), Reached(400), "0"),
        (item("deduct", each=2, cap=5), Reached(4), "5"),
        (item("deduct", each="0.25"), Reached(3, 60), "9.25"),
        (item("deduct", each="0.25"), Reached(0, 60), "10"),
        (item("deduct", each="0.25"), Reached(0, 0), None),
        (item("deduct", each="0.25"), Reached(2, 0), "9.5"),
        (item("deduct", 0, each=2, cap=10), Reached(0), "0"),
        (item("bonus", 0, each="0.5", cap=2), Reached(0), "0"),
        (item("veto", 0), Reached(0), None),
        (item("deduct", 0, each=2, cap=10), Reached(1), "-2"),
        (item("deduct", 0, each=2, cap=10), Reached(9), "-10"),
        (item("bonus", 0, each="0.5", cap=2), Reached(3), "1.5"),
        (item("bonus", 0, each="0.5", cap=2), Reached(9), "2"),
        (item("hand"), Reached(hand=Decimal("7.5")), "7.5"),
        (item("hand"), Reached(), None),
        (item("veto", 0), Reached(1), None),
    ],
)
def test_an_item_comes_to_so_many_points(asked, found, points):
    assert points_of(asked, found) == (None if points is None else Decimal(points))


def test_what_was_not_due_takes_no_part_and_the_others_stand_for_the_hundred():
    half, rest, off = item("target", 50, target=100), item("hand", 50), item("deduct", 0, each=2, cap=10)
    assert total_of([(half, Decimal(40)), (rest, Decimal(50)), (off, Decimal(-4))]) == Decimal("86.00")
    assert total_of([(half, None), (rest, Decimal(40)), (off, Decimal(-4))]) == Decimal("76.00")
    assert total_of([(half, None), (rest, None), (off, Decimal(-4))]) is None
    assert total_of([(rest, Decimal(0)), (off, Decimal(-4))]) == 0


def test_only_the_marks_of_what_was_due_are_counted_for_a_place():
    half, hand, off = item("target", 50, target=100), item("hand", 5), item("deduct", 0, each=2, cap=10)
    assert marked_weight([(half, Decimal(40)), (hand, Decimal(5)), (off, Decimal(-4))]) == 55
    assert marked_weight([(half, None), (hand, Decimal(5)), (off, Decimal(0))]) == 5


def test_equal_totals_share_a_place_and_the_next_stands_after_them():
    totals = {1: Decimal(90), 2: Decimal(95), 3: Decimal(90), 4: Decimal(80), 5: None}
    assert places_of(totals) == {2: 1, 1: 2, 3: 2, 4: 4}


def test_an_item_is_kept_as_it_was_typed():
    asked = item("deduct", each="0.25", cap=8)
    assert ScoredItem.of(asked.as_dict()) == asked
    assert ScoredItem.of(banded().as_dict()) == banded()
    assert asked.rule == "每一件（次）扣 0.25 分，最多扣 8 分" and asked.lacks_base
    due = item("deduct", whole=("duty.due",), each="0.25")
    assert due.rule == "每一件（次）扣 0.25 分，最多扣 10 分；期间内没有应办的不计" and not due.lacks_base
    assert not item("deduct", 0, each="0.25", cap=8).lacks_base
    assert banded().rule == "0%—80% 得 4 分；80%—100% 得 10 分"
