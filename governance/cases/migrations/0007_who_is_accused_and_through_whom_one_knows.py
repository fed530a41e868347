
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('cases', '0006_what_was_late_stays_late'),
        ('organisation', '0005_triggers_stand_in_the_models'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterUniqueTogether(
            name='caseuserobjectpermission',
            unique_together=set(),
        ),
        migrations.AddField(
            model_name='caseuserobjectpermission',
            name='shared',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='caseuserobjectpermission',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AlterField(
            model_name='caseunit',
            name='part',
            field=models.CharField(choices=[('co_handler', '协办'), ('former', '曾承办'), ('informed', '知悉'), ('accused', '被检举控告'), ('barred', '被检举控告单位下属')], max_length=10, verbose_name='身份'),
        ),
        migrations.AlterUniqueTogether(
            name='caseuserobjectpermission',
            unique_together={('user', 'permission', 'content_object', 'unit')},
        ),
        migrations.CreateModel(
            name='FormerNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='原编号')),
                ('until', models.DateTimeField(verbose_name='用至')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_numbers', to='cases.case', verbose_name='事项')),
            ],
            options={
                'verbose_name': '原编号',
                'verbose_name_plural': '原编号',
            },
        ),
        migrations.CreateModel(
            name='CaseAccusedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('since', models.DateTimeField(verbose_name='起')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accused_people', to='cases.case', verbose_name='事项')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '被检举控告人员',
                'verbose_name_plural': '被检举控告人员',
                'constraints': [models.UniqueConstraint(fields=('case', 'user'), name='case_accused_person_once')],
            },
        ),
    ]
