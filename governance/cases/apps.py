from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "governance.cases"
    verbose_name = "事项"
