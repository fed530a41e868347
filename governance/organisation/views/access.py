"""Who may open the pages of this app."""

from django.contrib.auth.decorators import permission_required

managers_only = permission_required("organisation.manage_organisation", raise_exception=True)
auditors_only = permission_required("organisation.view_audit", raise_exception=True)
confirmers_only = permission_required("organisation.confirm_account", raise_exception=True)
