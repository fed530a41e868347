from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "governance.counter"
    verbose_name = "一窗受理"
