from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0040_what_is_owed_elsewhere")]
    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False, verbose_name="上报标识")),
                ("digest", models.CharField(max_length=64, verbose_name="校验值")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "已收齐的上报",
                "verbose_name_plural": "已收齐的上报",
                "default_permissions": (),
                "indexes": [models.Index(fields=["at"], name="received_at")],
            },
        ),
    ]
