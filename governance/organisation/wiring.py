"""What this app puts into the frame of every page: the way to those who run the system."""

from . import navigation

navigation.ENTRIES.register(
    navigation.Entry(
        "机构与人员",
        "organisation:units",
        "users-group",
        permissions=("organisation.manage_organisation",),
        position=900,
    ),
    navigation.Entry(
        "安全审计", "organisation:records", "shield-check", permissions=("organisation.view_audit",), position=910
    ),
)
