from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "governance.notices"
    verbose_name = "消息"

    def ready(self):
        # It uses models, which did not exist when this file was read.
        import_module("governance.notices.wiring").connect()
