"""Files wait for a person, in whichever login: those of the last two hours, sealed for one login, can wait no more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("frame", "0002_kept_files")]

    operations = [
        migrations.RunSQL("DELETE FROM frame_keptfile", migrations.RunSQL.noop),
        migrations.RemoveField("keptfile", "session"),
    ]
