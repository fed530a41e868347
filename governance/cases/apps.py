from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CasesConfig(AppConfig):
    name = "governance.cases"
    verbose_name = "事项"

    def ready(self):
        # Each app's ``wiring`` registers downward what it brings; loaded here because models are ready only now.
        autodiscover_modules("wiring", "checks")
