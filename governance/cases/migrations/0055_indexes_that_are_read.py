"""The indexes go that no question reads or that another answers for as well: every change wrote each of them.

No index is built here, as the tables are held until all is done: what was unique goes on by the index that it has."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def kept(model, column, name, like, field):
    """The column is unique by the constraint of the table, with the index of before; the one for beginnings goes."""
    table = f"cases_{model}"
    before = f"{table}_{column}_key"
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"ALTER TABLE {table} RENAME CONSTRAINT {before} TO {name}",
                f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {before}",
            ),
            migrations.RunSQL(f"DROP INDEX {like}", f"CREATE INDEX {like} ON {table} ({column} varchar_pattern_ops)"),
        ],
        [
            migrations.AlterField(model, column, field),
            migrations.AddConstraint(model, models.UniqueConstraint(fields=(column,), name=name)),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0054_without_the_many_that_have_none"),
        ("organisation", "0019_what_several_people_change_has_a_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_alive_in_period",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_until",
        ),
        migrations.AlterField(
            model_name="case",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="organisation.area",
                verbose_name="发生地",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="first_unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="first_cases",
                to="organisation.unit",
                verbose_name="首办单位",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="lead_unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led_cases",
                to="organisation.unit",
                verbose_name="承办单位",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="cases.case",
                verbose_name="并入",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="cases.case",
                verbose_name="所属事项",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="sender_unit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_cases",
                to="organisation.unit",
                verbose_name="转交单位",
            ),
        ),
        migrations.AlterField(
            model_name="caselink",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links_out",
                to="cases.case",
                verbose_name="事项",
            ),
        ),
        migrations.AlterField(
            model_name="caseunit",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="case_units",
                to="cases.case",
                verbose_name="事项",
            ),
        ),
        migrations.AlterField(
            model_name="caseunit",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_units",
                to="organisation.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="cases.case",
                verbose_name="事项",
            ),
        ),
        kept(
            "attachment",
            "path",
            "attachment_path_once",
            "cases_attachment_path_d14ecee5_like",
            models.CharField(max_length=100),
        ),
        kept(
            "case",
            "number",
            "case_number_once",
            "cases_case_number_980c9551_like",
            models.CharField(editable=False, max_length=30, verbose_name="编号"),
        ),
        kept(
            "paper",
            "number",
            "paper_number_once",
            "cases_paper_number_f0662531_like",
            models.CharField(max_length=60, verbose_name="文号"),
        ),
    ]
