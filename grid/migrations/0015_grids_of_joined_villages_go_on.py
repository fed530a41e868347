from django.db import migrations
from django.db.models import F, Max
from django.utils import timezone

from governance.frame.days import office_day


def go_on(apps, schema_editor):
    """Grids that were left open in a village that another took over go on in that one under new codes.

    As ``grid.grids.actions.go_on`` has done it since whenever areas are joined.
    """
    Grid = apps.get_model("grid", "Grid")
    now = timezone.now()
    left = Grid.objects.filter(closed_on=None, area__successor=None).exclude(area__parent__successor=None)
    for grid in left.select_related("area__parent").order_by("area_id"):
        village, old = grid.area.parent.successor_id, grid.area
        area = _next_area(apps, village, old.name)
        new = Grid.objects.create(
            area=area, grid_type=grid.grid_type, branch=grid.branch, opened_on=max(office_day(now), grid.opened_on)
        )
        _take_along(apps, grid, new, now)
        apps.get_model("organisation", "Area").objects.filter(pk=old.pk).update(successor=area)
        apps.get_model("organisation", "Area").objects.filter(successor=old).update(successor=area)
        Grid.objects.filter(pk=grid.pk).update(closed_on=new.opened_on, version=F("version") + 1)


def _next_area(apps, village, name):
    areas = apps.get_model("organisation", "Area").objects
    last = areas.filter(parent=village, level="grid").aggregate(last=Max("code"))["last"]
    return areas.create(code=f"{village}{int(last[12:]) + 1 if last else 1:03}", name=name, level="grid", parent_id=village)


def _take_along(apps, grid, new, now):
    """Its shape, its former nets, and who serves in it."""
    for model, kept in (("FormerNet", ("kind", "name", "merged_on")), ("GridPost", ("user_id", "part", "since"))):
        rows = apps.get_model("grid", model).objects.filter(grid=grid)
        rows = rows.filter(until=None) if model == "GridPost" else rows
        for row in rows:
            apps.get_model("grid", model).objects.create(grid=new, **{name: getattr(row, name) for name in kept})
            if model == "GridPost":
                row.until = max(new.opened_on, row.since)
                row.save(update_fields=["until"])
    for drawn in apps.get_model("maps", "Boundary").objects.filter(area=grid.area_id):
        apps.get_model("maps", "Boundary").objects.create(area=new.area, geometry=drawn.geometry, loaded_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ("grid", "0014_who_sees_the_reporter"),
        ("maps", "0002_the_successor_says_what_was_given_up"),
        ("organisation", "0019_what_several_people_change_has_a_version"),
    ]

    operations = [migrations.RunPython(go_on, migrations.RunPython.noop)]
