"""The indexes go that no question reads or that another answers for as well: every change wrote each of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


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
            model_name="attachment",
            name="path",
            field=models.CharField(max_length=100),
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
            name="number",
            field=models.CharField(editable=False, max_length=30, verbose_name="编号"),
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
        migrations.AlterField(
            model_name="paper",
            name="number",
            field=models.CharField(max_length=60, verbose_name="文号"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(fields=("path",), name="attachment_path_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("number",), name="case_number_once"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(fields=("number",), name="paper_number_once"),
        ),
    ]
