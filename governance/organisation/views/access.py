"""Who may open the pages of this app."""

from typing import Any

from django.contrib.auth.decorators import permission_required

managers_only = permission_required("organisation.manage_organisation", raise_exception=True)
auditors_only = permission_required("organisation.view_audit", raise_exception=True)
confirmers_only = permission_required("organisation.confirm_account", raise_exception=True)


def before_new_password(view: Any) -> Any:
    """The page is open to whoever has yet to change the password."""
    view.open_before_password_change = True
    return view


def before_code(view: Any) -> Any:
    """The page is open to whoever has yet to bring a code as well, and with it to everybody who is in."""
    view.open_before_code = True
    return before_new_password(view)
