from django.db import migrations, models
from django.db.models import Q

SIMPLE = Q(is_repeat=False, is_collective=False, people_count__lt=5, route__in=("", "handling")) & ~Q(
    petition_class="accusation"
)


def leave_simplified(apps, schema_editor):
    """What is not simple follows the ordinary procedure."""
    petitions = apps.get_model("petitions", "Petition").objects
    petitions.filter(procedure="simplified").exclude(SIMPLE).update(procedure="ordinary")


class Migration(migrations.Migration):
    dependencies = [("petitions", "0002_whom_an_accusation_is_about")]

    operations = [
        migrations.RemoveConstraint(model_name="petition", name="petition_simplified_not_accusation"),
        migrations.RunPython(leave_simplified, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                name="petition_simplified_is_simple", condition=Q(procedure="ordinary") | SIMPLE
            ),
        ),
    ]
