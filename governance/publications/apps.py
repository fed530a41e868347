from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "governance.publications"
    verbose_name = "公开发布"
