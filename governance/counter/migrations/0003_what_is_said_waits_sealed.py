import json

from django.db import migrations, models
from django.db.models import Q

from governance.frame.seals.sealed_fields import SealedText, seal_rows


def seal(apps, schema_editor):
    rows = apps.get_model("counter", "Turn")._base_manager.filter(ended_at=None).exclude(said="", place="")
    field = SealedText(purpose="turn.told", bound=("pk",))
    seal_rows(rows, "told_sealed", field, told, {"said": "", "place": ""})


def told(row):
    return json.dumps({"said": row.said, "place": row.place}, ensure_ascii=False)


class Migration(migrations.Migration):
    dependencies = [("counter", "0002_said_is_gone_whole")]
    operations = [
        migrations.AddField("turn", "told_sealed", models.TextField(blank=True, editable=False)),
        migrations.RunPython(seal),
        migrations.RemoveConstraint("turn", "turn_over_says_nothing"),
        migrations.RemoveField("turn", "said"),
        migrations.RemoveField("turn", "place"),
        migrations.AddConstraint(
            "turn",
            models.CheckConstraint(
                condition=Q(ended_at=None, state__in=("waiting", "called"), case=None)
                | Q(ended_at__isnull=False, state__in=("served", "left"), told_sealed="", becomes="", area=None),
                name="turn_over_says_nothing",
            ),
        ),
    ]
