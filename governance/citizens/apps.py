from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "governance.citizens"
    verbose_name = "群众端"
