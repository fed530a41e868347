from django.db import migrations, models

# The day that was told when the hearing was called, as the history of the case has it.
CALLED = """
UPDATE security_riskassessment AS assessment SET hearing_on = (
    SELECT (said ->> 1)::date
    FROM cases_event AS event, jsonb_array_elements(event.facts -> 'told') AS said
    WHERE event.case_id = assessment.case_ptr_id AND event.step = 'call_hearing' AND said ->> 0 = '听证会日期'
    ORDER BY event.seq DESC LIMIT 1
)
"""


class Migration(migrations.Migration):
    dependencies = [("security", "0009_hazard_listing")]

    operations = [
        migrations.AddField(
            model_name="riskassessment",
            name="hearing_on",
            field=models.DateField(editable=False, null=True, verbose_name="听证会日期"),
        ),
        migrations.RunSQL(CALLED, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="riskassessment", name="papers_on"),
    ]
