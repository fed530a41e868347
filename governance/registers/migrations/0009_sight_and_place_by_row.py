from django.db import migrations, models

AGAINST_UNITS, NOWHERE = ("accountability", "liabilities"), ("mentoring",)


def say_it_of_what_stands(apps, schema_editor):
    """What the code knew of three delivered registers stands in their rows."""
    registers = apps.get_model("registers", "Register").objects
    registers.filter(code__in=AGAINST_UNITS, sight="keepers").update(sight="overseers")
    registers.filter(code__in=NOWHERE).update(is_placed=False)


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0008_duty_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="register",
            name="is_placed",
            field=models.BooleanField(default=True, verbose_name="登记经纬度"),
        ),
        migrations.AlterField(
            model_name="register",
            name="sight",
            field=models.CharField(
                choices=[
                    ("keepers", "保管单位和所在辖区"),
                    ("overseers", "保管单位和管辖它的单位"),
                    ("all", "全体工作人员"),
                ],
                default="keepers",
                max_length=10,
                verbose_name="谁可以看",
            ),
        ),
        migrations.RunPython(say_it_of_what_stands, migrations.RunPython.noop),
    ]
