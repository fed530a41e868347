from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "governance.registers"
    verbose_name = "台账登记"
