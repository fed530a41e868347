from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_numbers_and_names_in_one_form")]

    operations = [
        migrations.RemoveIndex(model_name="participant", name="participant_phone"),
        migrations.RemoveField(model_name="participant", name="phone_hash"),
    ]
