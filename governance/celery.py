"""The doorbell. PostgreSQL holds the truth; a lost or doubled message costs a minute, never a notice."""

import os

from celery import Celery

from governance.frame.line import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def set_timer(sender, **_):
    """The timer rings for what the lines of work declare."""
    sender.conf.beat_schedule = schedule()
