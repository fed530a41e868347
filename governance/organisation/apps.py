from importlib import import_module

from django.apps import AppConfig

from . import navigation


class OrganisationConfig(AppConfig):
    name = "governance.organisation"
    verbose_name = "机构与人员"

    def ready(self):
        # It uses models, which did not exist when this file was read.
        import_module("governance.organisation.login_records").watch()
        manage, audit = "organisation.manage_organisation", "organisation.view_audit"
        navigation.add_entry(navigation.Entry("机构与人员", "organisation:units", "users-group", (manage,), 900))
        navigation.add_entry(navigation.Entry("安全审计", "organisation:records", "shield-check", (audit,), 910))
