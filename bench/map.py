"""The map of a county with 10,000 open events and 3,000 grids, and placing points: against SQL and plain Shapely.

Points are gathered into clusters by the browser; what is sent for them is the same at every zoom and measured here.
"""

from random import Random

from django.db import connection
from django.test import Client
from django.utils import timezone
from shapely import STRtree
from shapely.geometry import MultiPoint, Point, box
from shapely.ops import voronoi_diagram

from bench.county import county
from bench.measure import in_turn, say
from governance.cases.models import Category
from governance.frame.days import office_day
from governance.maps.models import Boundary
from governance.maps.outlines import address_of, packed, version_of
from governance.maps.shapes import Atlas, as_json
from governance.organisation.models import Area, Post, User
from grid import reference
from grid.events.actions import report_event
from grid.models import Grid, GridEvent

GRIDS, EVENTS, POINTS, READER = 3000, 10_000, 1000, "gaomin"
WEST, SOUTH, SIDE = 108.7, 33.9, 0.5
# What every page costs: session, standing, menu with its figures.
ORDINARY = "/settings/duties/periods/"
# What the points cannot do without.
BARE_POINTS = """
SELECT longitude, latitude, number, title, kind, status, next_due_at FROM cases_case
WHERE closed_at IS NULL AND longitude IS NOT NULL ORDER BY id DESC LIMIT 10000
"""


def run() -> None:
    """Prints the page, its points, its shapes, and placing."""
    with county():
        shapes = _grids()
        _events(shapes)
        client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
        client.force_login(
            User.objects.get(username=READER), backend="governance.organisation.accounts.backends.PostBackend"
        )
        for label, url in (
            ("map page, townships", "/map/"),
            ("map page, every grid", "/map/?level=15"),
        ):
            page = client.get(url)
            pair = in_turn(lambda url=url: client.get(url), lambda: client.get(ORDINARY), 9)
            say(f"{label}, {len(page.content) // 1024} KB", pair, "a form of the same site")
        url = "/map/points/610116/"
        answer = client.get(url)
        say(
            f"{EVENTS:,} points, {len(answer.content) // 1024} KB gz",
            in_turn(lambda: client.get(url), _bare, 9),
            "bare SQL",
        )
        _shapes(client)
        _placing(shapes)


def _grids() -> dict:
    """Grids that cover a square without a gap, in place of those of the demo."""
    chance = Random(3)
    seeds = MultiPoint([(WEST + SIDE * chance.random(), SOUTH + SIDE * chance.random()) for _ in range(GRIDS)])
    whole = box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    cells = [cell.segmentize(0.0005).intersection(whole) for cell in voronoi_diagram(seeds, whole).geoms]
    Boundary.objects.filter(area__level=Area.Level.GRID).delete()
    villages = list(Area.objects.filter(level=Area.Level.VILLAGE).order_by("pk"))
    now, shapes = timezone.now(), {}
    for n, cell in enumerate(cells):
        shapes[f"{villages[n % len(villages)].pk}{900 - n // len(villages):03}"] = cell
    areas = [Area(code=code, name=f"网格{code[9:]}", level=Area.Level.GRID, parent_id=code[:12]) for code in shapes]
    Area.objects.bulk_create(areas)
    Grid.objects.bulk_create(Grid(area=area, grid_type="rural", opened_on=office_day(now)) for area in areas)
    Boundary.objects.bulk_create(
        Boundary(area_id=code, geometry=as_json(cell), loaded_at=now) for code, cell in shapes.items()
    )
    return shapes


def _events(shapes: dict) -> None:
    """So many open events, each somewhere in one of the grids: copies of one of the demo."""
    model = _event()
    grids = dict(Grid.objects.filter(area__in=shapes).values_list("area_id", "pk"))
    codes = list(shapes)
    with connection.cursor() as cursor:
        for table, own in (("cases_case", "id"), ("grid_gridevent", "case_ptr_id")):
            cursor.execute(f"CREATE TEMP TABLE one_{table} AS SELECT * FROM {table} WHERE {own} = %s", [model.pk])
        for n in range(EVENTS):
            code = codes[n % len(codes)]
            spot = shapes[code].representative_point()
            first = 10_000_000 + n
            cursor.execute(
                "UPDATE one_cases_case SET id = %s, number = %s, longitude = %s, latitude = %s, area_id = %s",
                [first, f"SJ{first}", spot.x, spot.y, code[:12]],
            )
            cursor.execute("INSERT INTO cases_case SELECT * FROM one_cases_case")
            cursor.execute(
                "UPDATE one_grid_gridevent SET case_ptr_id = %s, grid_id = %s, report_key = NULL",
                [first, grids[code]],
            )
            cursor.execute("INSERT INTO grid_gridevent SELECT * FROM one_grid_gridevent")
        cursor.execute("ANALYZE cases_case, grid_gridevent")


def _event() -> GridEvent:
    """One open event of the demo's first grid worker."""
    reference.load()
    now = timezone.now()
    post = Post.objects.current(office_day(now)).filter(role__name="grid_worker").select_related("unit", "user").first()
    item = Category.objects.filter(kind=reference.KIND, event_item__isnull=False).first()
    words = {"title": "路灯不亮", "summary": "路灯不亮", "event_type": item.event_item.event_type, "source": "patrol"}
    place = {"area_id": post.unit.area_id, "lead_unit": post.unit, "category": item, "channel": "patrol"}
    return report_event(GridEvent(opened_at=now, **words, **place), actor=post.user, at=now, replay=True)


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE_POINTS)
        cursor.fetchall()


def _shapes(client: Client) -> None:
    """Shapes made anew, as after every import, and kept ones; how large they are from far and from near."""
    version = version_of("610116")
    sizes = [len(packed("610116", 15, fine, version)) // 1024 for fine in (False, True)]

    def anew():
        packed.cache_clear()
        packed("610116", 15, False, version)

    rows = Boundary.objects.filter(area__level="grid").values_list("geometry")
    label = f"{GRIDS:,} shapes, {sizes[0]} KB gz coarse, {sizes[1]} fine"
    say(label, in_turn(anew, lambda: list(rows.all()), 3), "reading the rows")
    url = address_of(Area.objects.get(pk="610116"), 15)
    if "immutable" not in client.get(url)["Cache-Control"]:
        raise RuntimeError(f"{url} is not kept")
    say("the same under its version", in_turn(lambda: client.get(url), lambda: list(rows.all()), 3), "reading the rows")


def _placing(shapes: dict) -> None:
    """Points a second, each with the grids within twenty metres of it; plain Shapely looks for the grid alone, by its
    own index and by asking every shape whether it contains the point."""
    chance = Random(5)
    points = [(WEST + SIDE * chance.random(), SOUTH + SIDE * chance.random()) for _ in range(POINTS)]
    atlas, polygons = Atlas(shapes), list(shapes.values())
    tree = STRtree(polygons)
    ways = {
        "plain STRtree": lambda: [tree.query(Point(x, y), predicate="intersects") for x, y in points],
        "every shape": lambda: [next(shape for shape in polygons if shape.contains(Point(x, y))) for x, y in points],
    }
    for name, plain in ways.items():
        pair = in_turn(lambda: [atlas.place(x, y) for x, y in points], plain, 3)
        say(f"placing, {POINTS / pair.ours:,.0f} points a second", pair, name)
