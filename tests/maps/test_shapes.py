"""Shapes read, checked and asked for points: against plain geometry and against brute force."""

import json

import pytest
from shapely.geometry import Polygon, box

from governance.maps import shapes
from governance.maps.shapes import Atlas, Drawn, Placing, ShapesRefused

VILLAGE, FIRST, SECOND = "610116001002", "610116001002001", "610116001002002"
# About a kilometre each way.
SIDE = 0.01


def collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(code, west=108.9, south=34.1, side=SIDE, **more) -> dict:
    shape = box(west, south, west + side, south + side)
    geometry = {"type": "Polygon", "coordinates": [list(shape.exterior.coords)]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry, **more}


def drawn(code, west=108.9, south=34.1, east=108.91, north=34.11, place=1) -> Drawn:
    return Drawn(place, code, box(west, south, east, north))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "不是 GeoJSON"),
        (b"{", "不是 GeoJSON"),
        (b"[" * 100_000, "不是 GeoJSON"),
        (b'{"type": "Feature"}', "不是 GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "没有图形"),
        (b" " * (shapes.LARGEST + 1), "超过 20 MB"),
    ],
)
def test_it_says_why_a_file_is_no_collection_of_shapes(content, said):
    with pytest.raises(ShapesRefused, match=said):
        shapes.read(content, "cgcs2000")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"properties": {}}, "缺少属性 code"),
        ({"properties": {"code": "12"}}, "缺少属性 code"),
        ({"properties": []}, "缺少属性 code"),
        ({"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}}, "坐标读不出来"),
        ({"geometry": None}, "坐标读不出来"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[10**400, 34], [109, 35], [109, 34]]]}}, "坐标读不出来"),
        ({"geometry": {"type": "Point", "coordinates": [108.9, 34.1]}}, "不是面"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[34, 108], [35, 108], [35, 109], [34, 108]]]}}, "不在国内"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[108, 34], [109, 35], [109, 34], [108, 35], [108, 34]]]}},
            "自相交",
        ),
    ],
)
def test_it_names_every_shape_that_is_none_and_reads_the_others(wrong, said):
    found, faults = shapes.read(collection(feature(FIRST), {**feature(SECOND), **wrong}), "cgcs2000")
    assert [each.code for each in found] == [FIRST]
    assert len(faults) == 1 and faults[0].startswith("第 2 个图形：") and said in faults[0]


def test_it_brings_shapes_of_the_maps_to_the_ground():
    (plain,), _ = shapes.read(collection(feature(FIRST)), "wgs84")
    (shifted,), _ = shapes.read(collection(feature(FIRST)), "gcj02")
    (twice,), _ = shapes.read(collection(feature(FIRST)), "bd09")
    moved = [plain.polygon.centroid.distance(each.polygon.centroid) * 100_000 for each in (shifted, twice)]
    # GCJ-02 lies some five hundred metres off here, BD-09 a thousand and more.
    assert 300 < moved[0] < 800 and 700 < moved[1] < 1800


def test_it_refuses_what_overlaps_and_what_sticks_out_and_remarks_on_what_is_not_covered():
    village = drawn(VILLAGE, east=108.92)
    halves = [drawn(FIRST, place=2), drawn(SECOND, west=108.91, east=108.92, place=3)]
    assert shapes.check([village, *halves], {}).faults == []
    assert shapes.check([village, *halves], {}).remarks == []
    assert "没有网格覆盖" in shapes.check([village, halves[0]], {}).remarks[0]
    over = shapes.check([drawn(FIRST), drawn(SECOND, west=108.905, east=108.915)], {})
    assert [fault.partition("约")[0] for fault in over.faults] == [f"{FIRST} 与 {SECOND} 重叠"]
    outside = shapes.check([village, drawn(FIRST, west=108.895, east=108.905)], {})
    assert len(outside.faults) == 1 and "边界之外" in outside.faults[0]
    twice = shapes.check([drawn(FIRST), drawn(FIRST, place=2)], {})
    assert twice.faults[0] == f"第 2 个图形：{FIRST} 与第 1 个重复。"


def test_it_checks_against_what_stands_already():
    assert shapes.check([drawn(SECOND)], {FIRST: box(108.9, 34.1, 108.91, 34.11)}).faults != []
    assert shapes.check([drawn(FIRST)], {FIRST: box(108.9, 34.1, 108.91, 34.11)}).faults == []
    # A village drawn anew leaves none of its grids outside, and none of its land to the next village.
    outside = shapes.check([drawn(VILLAGE, west=108.905, east=108.92)], {FIRST: box(108.9, 34.1, 108.91, 34.11)})
    assert len(outside.faults) == 1 and outside.faults[0].startswith(f"第 1 个图形：{FIRST} 有一部分")
    both = shapes.check([drawn(VILLAGE, east=108.92)], {"610116001003": box(108.915, 34.1, 108.93, 34.11)})
    assert [fault.partition("约")[0] for fault in both.faults] == [f"{VILLAGE} 与 610116001003 重叠"]


def test_no_area_lies_in_one_to_which_it_does_not_belong():
    township, other = {"610116001": box(108.9, 34.1, 108.91, 34.11)}, {"610116002": box(108.905, 34.1, 108.93, 34.11)}
    both = shapes.check([drawn("610116002", west=108.905, east=108.93)], township)
    assert [fault.partition("约")[0] for fault in both.faults] == ["610116002 与 610116001 重叠"]
    # Its own village is not drawn.
    elsewhere = shapes.check([drawn(FIRST, west=108.91, east=108.92)], other)
    assert elsewhere.faults == [f"第 1 个图形：{FIRST} 有一部分在不属于它的 610116002 的边界之内。"]
    outside = shapes.check([drawn(VILLAGE, west=108.92, east=108.93)], township)
    assert outside.faults == [f"第 1 个图形：{VILLAGE} 有一部分在所属的 610116001 的边界之外。"]


def test_it_places_a_point_inside_near_a_border_and_outside():
    atlas = Atlas({FIRST: box(108.9, 34.1, 108.91, 34.11), SECOND: box(108.91, 34.1, 108.92, 34.11)})
    assert atlas.place(108.905, 34.105) == Placing(FIRST)
    # Ten metres from the line between the two.
    assert atlas.place(108.91 - 10 / 92_000, 34.105) == Placing(FIRST, (SECOND,))
    found = atlas.place(108.95, 34.105)
    assert (found.inside, found.near, found.nearest) == ("", (), SECOND)
    assert 2600 < found.metres < 2900
    assert Atlas({}).place(108.9, 34.1) == Placing()


@pytest.mark.parametrize(
    ("ring", "hole", "said"),
    [
        ([(0, 0), (0, 1), (1, 1), (0, 0)], [(2, 2), (2, 3), (3, 3), (2, 2)], "洞在边界以外"),
        ([(0, 0), (1, 1), (0, 1), (1, 0), (0, 0)], None, "边线自相交"),
        ([(0, 0), (0, float("inf")), (1, 1), (0, 0)], None, "坐标不是数"),
    ],
)
def test_why_a_polygon_is_none_is_said_in_words_that_clerks_use(ring, hole, said):
    words = shapes._why(Polygon(ring, [hole] if hole else None))
    assert words.startswith(said) and "Self" not in words and "Hole" not in words and "Invalid" not in words
