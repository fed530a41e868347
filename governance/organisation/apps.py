from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "governance.organisation"
    verbose_name = "机构与人员"
