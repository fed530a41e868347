from django.db import migrations

from governance.frame.seals.sealed_fields import SealedText, bind_rows


def bind(apps, schema_editor):
    rows = apps.get_model("registers", "Entry")._base_manager.all()
    bind_rows(rows, "phone_sealed", SealedText(purpose="entry.phone", bound=("pk",)))


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]
    operations = [migrations.RunPython(bind)]
