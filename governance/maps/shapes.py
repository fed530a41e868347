"""Shapes of areas: read from GeoJSON, brought to CGCS2000, checked against one another. Plain Python with Shapely.

CGCS2000 and WGS84 differ by centimetres and are taken for the same here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, hypot, radians

import geocoordinates_ffi as datums
from shapely import STRtree, make_valid, transform
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.validation import explain_validity

LARGEST = 20 * 1024 * 1024
# So many metres from a border a point may lie on either side of it.
NEAR = 20.0
METRES_A_DEGREE = 111_320
# Slivers that surveyors leave between two sheets are neither an overlap nor a gap.
LEAST_OVERLAP = 100.0
# What may stick out of the village, as a share of the grid.
MOST_OUTSIDE = 0.02
# How long the codes of the areas are in which others lie.
ABOVE = (6, 9, 12)
# The country, roughly: what lies elsewhere is in another order or another system.
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
DATUMS = (
    ("cgcs2000", "CGCS2000"),
    ("wgs84", "WGS84"),
    ("gcj02", "GCJ-02（高德、腾讯）"),
    ("bd09", "BD-09（百度）"),
)


# What is wrong with a shape, as the library says it.
FAULTS = (
    ("Self-intersection", "边线自相交"),
    ("Hole lies outside", "洞在边界以外"),
    ("nested", "洞套着洞"),
    ("Interior is disconnected", "内部不连通"),
    ("Duplicate", "有重复的边线"),
    ("Too few points", "点太少"),
    ("Invalid Coordinate", "坐标不是数"),
)


class ShapesRefused(ValueError):
    """The file as a whole cannot be read; the sentence says why."""


@dataclass(frozen=True)
class Drawn:
    """One shape of the file: the number of its place there, the code of its area, the polygon in CGCS2000."""

    place: int
    code: str
    polygon: BaseGeometry


@dataclass
class ShapeReport:
    """What is wrong with the shapes (``faults``, nothing is taken) and what is worth a look (``remarks``)."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def _from_gcj02(longitude: float, latitude: float) -> tuple[float, float]:
    found = datums.gcj02_to_wgs84_refined(datums.Gcj02(lat=latitude, lon=longitude))
    return found.lon, found.lat


def _from_bd09(longitude: float, latitude: float) -> tuple[float, float]:
    found = datums.bd09_to_wgs84_refined(datums.Bd09(lat=latitude, lon=longitude))
    return found.lon, found.lat


CONVERTERS: dict[str, Callable[[float, float], tuple[float, float]]] = {"gcj02": _from_gcj02, "bd09": _from_bd09}


def to_cgcs2000(longitude: float, latitude: float, datum: str) -> tuple[float, float]:
    """Longitude and latitude in CGCS2000, in degrees, of a point told in another system."""
    convert = CONVERTERS.get(datum)
    return convert(longitude, latitude) if convert else (longitude, latitude)


def read(content: bytes, datum: str) -> tuple[list[Drawn], list[str]]:
    """The shapes of a GeoJSON file in CGCS2000, and a sentence for every one that is none.

    Raises ShapesRefused where the file is no collection of shapes at all.
    """
    if len(content) > LARGEST:
        raise ShapesRefused(f"文件超过 {LARGEST // 1024 // 1024} MB，请分乡镇导入。")
    try:
        told = json.loads(content.decode("utf-8-sig"))
        features = {"FeatureCollection": told["features"]}[told["type"]]
    except (UnicodeDecodeError, ValueError, RecursionError, KeyError, TypeError) as error:
        raise ShapesRefused("文件不是 GeoJSON，请在制图软件里另存为 GeoJSON（FeatureCollection）。") from error
    if not isinstance(features, list) or not features:
        raise ShapesRefused("文件里没有图形。")
    drawn, faults = [], []
    for place, each in enumerate(features, start=1):
        try:
            drawn.append(_drawn(place, each, datum))
        except ShapesRefused as refused:
            faults.append(f"第 {place} 个图形：{refused}")
    return drawn, faults


def _drawn(place: int, feature, datum: str) -> Drawn:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        raise ShapesRefused("不是 GeoJSON 图形。")
    code = str((feature.get("properties") or {}).get("code") or "").strip()
    if not code.isdecimal() or len(code) not in (6, 9, 12, 15):
        raise ShapesRefused("缺少属性 code，或者不是 6、9、12、15 位的区划、网格编码。")
    try:
        polygon = shape(feature["geometry"])
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise ShapesRefused(f"{code} 的坐标读不出来。") from error
    if not isinstance(polygon, Polygon | MultiPolygon) or polygon.is_empty:
        raise ShapesRefused(f"{code} 不是面，或者是空的。")
    if not polygon.is_valid:
        raise ShapesRefused(f"{code} 的边界不成立：{_why(polygon)}。")
    west, south, east, north = polygon.bounds
    if not (west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH):
        raise ShapesRefused(f"{code} 不在国内，请核对经纬度的先后和坐标系。")
    if datum in CONVERTERS:
        polygon = make_valid(_converted(polygon, datum))
    return Drawn(place, code, polygon)


def _why(polygon: BaseGeometry) -> str:
    said, _, where = explain_validity(polygon).partition("[")
    words = next((words for fault, words in FAULTS if fault in said), "边线画得不对")
    return f"{words}（{where.rstrip(']')}）"


def _converted(polygon: BaseGeometry, datum: str) -> BaseGeometry:
    return transform(polygon, lambda points: [to_cgcs2000(x, y, datum) for x, y in points])


def check(drawn: list[Drawn], stored: dict[str, BaseGeometry]) -> ShapeReport:
    """Every area lies in those above it and in no other, areas of a level not over one another; what no grid of a
    village covers is remarked.

    ``stored`` are the shapes known already, by code; those of the file take their places.
    """
    report = ShapeReport()
    seen: dict[str, int] = {}
    for each in drawn:
        if each.code in seen:
            report.faults.append(f"第 {each.place} 个图形：{each.code} 与第 {seen[each.code]} 个重复。")
        seen.setdefault(each.code, each.place)
    known = stored | {each.code: each.polygon for each in drawn}
    grids = {code: polygon for code, polygon in known.items() if len(code) == 15}
    report.faults += _misplaced(known, seen)
    touched = {each.code[:12] for each in drawn if len(each.code) >= 12}
    for length in sorted({len(code) for code in seen}):
        report.faults += _overlaps({code: known[code] for code in known if len(code) == length}, set(seen))
    for code in sorted(touched):
        inside = [polygon for grid, polygon in grids.items() if grid.startswith(code)]
        if code in known and inside:
            left = metres2(known[code].difference(unary_union(inside)))
            if left > LEAST_OVERLAP:
                report.remarks.append(f"{code} 有约 {left / 10_000:.2f} 公顷没有网格覆盖。")
    return report


def _misplaced(areas: dict[str, BaseGeometry], seen: dict[str, int]) -> list[str]:
    """Areas that stick out of one above them, or into one to which they do not belong."""
    codes = list(areas)
    tree = STRtree(list(areas.values()))
    found = []
    for code, polygon in areas.items():
        near = {codes[place] for place in tree.query(polygon, predicate="intersects")}
        above = {code[:length] for length in ABOVE if length < len(code)}
        for other in sorted((near | above) & areas.keys()):
            place = seen.get(code) or seen.get(other)
            if place is None or len(other) >= len(code):
                continue
            inside = areas[other].intersection(polygon).area / polygon.area
            if other in above and 1 - inside > MOST_OUTSIDE:
                found.append(f"第 {place} 个图形：{code} 有一部分在所属的 {other} 的边界之外。")
            elif other not in above and inside > MOST_OUTSIDE:
                found.append(f"第 {place} 个图形：{code} 有一部分在不属于它的 {other} 的边界之内。")
    return found


def _overlaps(areas: dict[str, BaseGeometry], new: set[str]) -> list[str]:
    codes = list(areas)
    tree = STRtree(list(areas.values()))
    found = []
    for code in sorted(new & areas.keys()):
        for place in tree.query(areas[code], predicate="intersects"):
            other = codes[place]
            if other == code or (other in new and other < code):
                continue
            common = metres2(areas[code].intersection(areas[other]))
            if common > LEAST_OVERLAP:
                found.append(f"{code} 与 {other} 重叠约 {common:.0f} 平方米。")
    return found


def metres2(polygon: BaseGeometry) -> float:
    """The size in square metres, near enough for a county."""
    if polygon.is_empty:
        return 0.0
    return polygon.area * METRES_A_DEGREE**2 * cos(radians(polygon.centroid.y))


def as_json(polygon: BaseGeometry) -> dict:
    """The polygon as GeoJSON with degrees to about ten centimetres."""
    return json.loads(json.dumps(mapping(transform(polygon, lambda points: points.round(6)))))


@dataclass(frozen=True)
class Placing:
    """Where a point lies: ``inside`` a shape, so ``near`` others that it may be in them, the nearest first, or outside
    all, by the ``nearest``."""

    inside: str = ""
    near: tuple[str, ...] = ()
    nearest: str = ""
    metres: float = 0.0  # to the nearest


class Atlas:
    """All shapes of one level in one index, asked for points in any number."""

    def __init__(self, shapes: dict[str, BaseGeometry]):
        self.codes = list(shapes)
        self.polygons = list(shapes.values())
        self.tree = STRtree(self.polygons)

    def place(self, longitude: float, latitude: float, within: float = NEAR) -> Placing:
        """Where the point lies; of two grids that share the line it lies on, the one with the smaller code."""
        if not self.codes:
            return Placing()
        point = Point(longitude, latitude)
        found = sorted(self.codes[place] for place in self.tree.query(point, predicate="intersects"))
        # A degree of longitude is shorter than one of latitude: the box is wide enough, the metres decide.
        reach = within / METRES_A_DEGREE / cos(radians(latitude))
        around = self.tree.query(point, predicate="dwithin", distance=reach)
        inside = found[0] if found else ""
        off = sorted((_metres(point, self.polygons[place]), self.codes[place]) for place in around)
        near = tuple(code for metres, code in off if metres <= within and code != inside)
        if inside:
            return Placing(inside, near)
        # Nearest in degrees is not nearest in metres, but nothing nearer lies further off than this.
        least = _metres(point, self.polygons[self.tree.nearest(point)])
        farthest = least / METRES_A_DEGREE / cos(radians(latitude))
        around = self.tree.query(point, predicate="dwithin", distance=farthest * 1.001)
        metres, nearest = min((_metres(point, self.polygons[place]), self.codes[place]) for place in around)
        return Placing("", near, nearest, metres)


def somewhere(shape: BaseGeometry, number: int) -> tuple[float, float]:
    """A point inside the shape, another for another number."""
    west, south, east, north = shape.bounds
    across, up = 0.2 + number % 7 / 10, 0.2 + number % 5 / 8
    point = Point(west + (east - west) * across, south + (north - south) * up)
    found = point if shape.contains(point) else shape.representative_point()
    return round(found.x, 6), round(found.y, 6)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two points of a county are apart, each as longitude and latitude."""
    across = (one[0] - other[0]) * cos(radians(other[1]))
    return hypot(across, one[1] - other[1]) * METRES_A_DEGREE


def _metres(point: Point, polygon: BaseGeometry) -> float:
    """From the point to the polygon, with degrees of longitude as short as they are there."""
    shrink = cos(radians(point.y))
    flat = transform(polygon, lambda points: (points - (point.x, point.y)) * (shrink, 1.0) * METRES_A_DEGREE)
    return flat.distance(Point(0, 0))
