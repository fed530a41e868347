import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [('cases', '0001_initial')]

    operations = [
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('topic', models.CharField(choices=[('housing', '住房保障'), ('schooling', '入学'), ('other', '其他')], max_length=10, verbose_name='咨询类别')),
                ('answer', models.TextField(blank=True, editable=False, verbose_name='答复内容')),
            ],
            options={
                'verbose_name': '咨询件',
                'verbose_name_plural': '咨询件',
                'permissions': [('register_enquiry', '登记咨询件')],
            },
            bases=('cases.case',),
        ),
    ]
