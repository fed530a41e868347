from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "governance.notices"
    verbose_name = "消息"
