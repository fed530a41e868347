from django.db import migrations

# What people typed, their half-written accusations included, lay here in clear.
FORGET = "TRUNCATE axes_accessattempt, axes_accesslog, axes_accessfailurelog CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("axes", "0010_accessattemptexpiration"),
        ("organisation", "0006_deeds_of_two_people"),
    ]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
