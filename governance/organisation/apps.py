from importlib import import_module

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "governance.organisation"
    verbose_name = "机构与人员"

    def ready(self):
        # It uses models, which did not exist when this file was read.
        import_module("governance.organisation.accounts.login_records").watch()
