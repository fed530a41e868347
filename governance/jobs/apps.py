from django.apps import AppConfig

from governance.celery import app as bell


class JobsConfig(AppConfig):
    name = "governance.jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        # Here and not where the package begins: whoever reads a foreign file elsewhere has no use for a bell.
        bell.set_default()
