
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='petition',
            name='accused_names',
            field=models.CharField(blank=True, max_length=200, verbose_name='被检举控告人员'),
        ),
        migrations.AddField(
            model_name='petition',
            name='accused_unknown',
            field=models.BooleanField(default=False, verbose_name='未指明被检举控告的单位和人员'),
        ),
        migrations.RunSQL(
            "UPDATE petitions_petition SET accused_unknown = true "
            "WHERE petition_class = 'accusation' AND accused_unit_id IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
