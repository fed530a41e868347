from django.db import migrations


def drop_codes(apps, schema_editor):
    """A code that was hashed with a key of the house opens nothing any more; the device itself still does."""
    apps.get_model("organisation", "RecoveryCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ('organisation', '0009_area_figures'),
    ]

    operations = [
        migrations.RunPython(drop_codes, migrations.RunPython.noop),
    ]
