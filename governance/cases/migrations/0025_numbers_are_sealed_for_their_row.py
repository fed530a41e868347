from django.db import migrations

from governance.frame.seals.sealed_fields import SealedText, bind_rows

BOUND = ("case_id", "pk")


def bind(apps, schema_editor):
    rows = apps.get_model("cases", "Participant")._base_manager.all()
    bind_rows(rows, "phone_sealed", SealedText(purpose="participant.phone", bound=BOUND))
    bind_rows(rows, "id_number_sealed", SealedText(purpose="participant.id_number", bound=BOUND))


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_what_was_missed_stays_where_it_is")]
    operations = [migrations.RunPython(bind)]
