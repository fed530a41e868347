from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0044_what_was_late_stays_late'),
        ('organisation', '0019_what_several_people_change_has_a_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None), ('next_due_at__isnull', False), ('parent__isnull', False)), fields=['parent'], name='case_part_owing'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['step', 'at'], include=('case',), name='event_by_step'),
        ),
    ]
