from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "governance.jobs"
    verbose_name = "后台任务"
