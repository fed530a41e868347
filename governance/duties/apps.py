from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "governance.duties"
    verbose_name = "排查与例行"
