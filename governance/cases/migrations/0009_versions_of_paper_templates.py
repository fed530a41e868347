from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_leaders_hear"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="papertemplate",
            options={"ordering": ["code", "-version"], "verbose_name": "文书模板", "verbose_name_plural": "文书模板"},
        ),
        migrations.AddField(
            model_name="papertemplate",
            name="name",
            field=models.CharField(default="", max_length=120, verbose_name="文件名"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="papertemplate",
            name="sha256",
            field=models.CharField(default="", max_length=64, verbose_name="校验值"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="papertemplate",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版次"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="papertemplate",
            constraint=models.UniqueConstraint(fields=("code", "version"), name="paper_template_version_once"),
        ),
    ]
