"""What disputes had of help is kept with all cases; an answer ended a referral."""

from django.db import migrations

SAME = ("participant_id", "agency", "matter", "referred_on", "answered_on", "answer")


def copy(apps, schema_editor):
    former = apps.get_model("mediation", "HelpReferral")
    house = apps.get_model("cases", "HelpReferral")
    house.objects.bulk_create(
        house(case_id=row.dispute_id, ended_on=row.answered_on, **{name: getattr(row, name) for name in SAME})
        for row in former.objects.order_by("pk")
    )


class Migration(migrations.Migration):

    dependencies = [("mediation", "0005_criminal_reconciliation"), ("cases", "0035_help_is_the_house_s")]

    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel(name="HelpReferral"),
    ]
