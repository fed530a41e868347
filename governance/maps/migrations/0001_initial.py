import django.db.models.deletion
from django.db import migrations, models

TAKE = """
ALTER TABLE grid_boundary RENAME TO maps_boundary;
ALTER TABLE maps_boundary ADD COLUMN ended_on date;
UPDATE maps_boundary SET ended_on = grid_grid.closed_on FROM grid_grid WHERE grid_grid.area_id = maps_boundary.area_id;
DELETE FROM auth_permission USING django_content_type AS c
    WHERE c.id = content_type_id AND c.app_label = 'grid' AND c.model = 'boundary';
DELETE FROM django_content_type WHERE app_label = 'grid' AND model = 'boundary';
"""
GIVE_BACK = """
ALTER TABLE maps_boundary DROP COLUMN ended_on;
ALTER TABLE maps_boundary RENAME TO grid_boundary;
"""


class Migration(migrations.Migration):
    """The table of boundaries comes from the grid, and says of each area whether it was given up."""

    dependencies = [
        ("grid", "0007_boundaries_are_the_houses"),
        ("organisation", "0010_recovery_codes_are_keyed_by_the_secret"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TAKE, GIVE_BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="Boundary",
                    fields=[
                        (
                            "area",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="boundary",
                                serialize=False,
                                to="organisation.area",
                                verbose_name="区划",
                            ),
                        ),
                        ("geometry", models.JSONField(verbose_name="边界")),
                        ("loaded_at", models.DateTimeField(verbose_name="导入时间")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                    ],
                    options={"verbose_name": "边界", "verbose_name_plural": "边界", "default_permissions": ()},
                ),
            ],
        )
    ]
