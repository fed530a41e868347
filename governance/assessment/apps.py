from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "governance.assessment"
    verbose_name = "标准与考核"
