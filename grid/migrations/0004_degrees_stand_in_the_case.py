from django.db import migrations

MOVE = """
UPDATE cases_case c SET longitude = e.former_longitude, latitude = e.former_latitude
FROM grid_gridevent e WHERE e.case_ptr_id = c.id AND e.former_longitude IS NOT NULL
"""
MOVE_BACK = """
UPDATE grid_gridevent e SET former_longitude = c.longitude, former_latitude = c.latitude
FROM cases_case c WHERE e.case_ptr_id = c.id
"""


class Migration(migrations.Migration):
    """Where an event lies stands in the case."""

    dependencies = [("grid", "0003_degrees_make_room"), ("cases", "0020_where_it_lies")]

    operations = [
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RemoveField("gridevent", "former_longitude"),
        migrations.RemoveField("gridevent", "former_latitude"),
    ]
