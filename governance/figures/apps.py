from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "governance.figures"
    verbose_name = "统计指标"
