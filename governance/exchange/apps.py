from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "governance.exchange"
    verbose_name = "对接平台"
