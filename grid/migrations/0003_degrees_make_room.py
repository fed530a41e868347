from django.db import migrations


class Migration(migrations.Migration):
    """The degrees of an event stand aside for those of every case, which have the same names."""

    dependencies = [("grid", "0002_joined_reports")]
    run_before = [("cases", "0020_where_it_lies")]

    operations = [
        migrations.RemoveConstraint("gridevent", "grid_event_has_both_degrees_or_none"),
        migrations.RenameField("gridevent", "longitude", "former_longitude"),
        migrations.RenameField("gridevent", "latitude", "former_latitude"),
    ]
