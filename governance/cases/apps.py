from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CasesConfig(AppConfig):
    name = "governance.cases"
    verbose_name = "事项"

    def ready(self):
        # What is wrong with a workflow is said at start-up; the tables are known only now.
        autodiscover_modules("checks")
