"""Roles and what each may do. Roles are Django groups; this table fills them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One row of the role table; ``permissions`` are ``app.codename``."""

    code: str
    label: str
    permissions: tuple[str, ...]
    # Roles of one exclusive set cannot be held by one person (GB/T 22239 权限分离, 三员).
    exclusive: bool = False


SEE = ("cases.view_case", "cases.comment_case")
WORK = (*SEE, "cases.work_case")
REGISTER_DISPUTE = "mediation.register_dispute"
SIGN_SUPERVISION = "supervision.sign_paper"
RETURN_DUTY = "duties.return_duty"
DUTIES = (RETURN_DUTY, "duties.urge_duty", "duties.arrange")
MANAGE_PROGRAMME = "duties.manage_programme"
GUIDE_MEDIATION = ("mediation.review_file", "mediation.approve_subsidy", "mediation.manage_mediators")

ROLES = (
    Role(
        "registrar",
        "登记员",
        (
            *WORK,
            "cases.register_case",
            "cases.route_case",
            "cases.view_personal",
            "cases.export_case",
            REGISTER_DISPUTE,
            *DUTIES,
        ),
    ),
    Role(
        "handler",
        "承办人",
        (*WORK, "cases.handle_case", "cases.view_personal", "cases.export_case", REGISTER_DISPUTE, RETURN_DUTY),
    ),
    Role(
        "unit_lead",
        "单位负责人",
        (
            *WORK,
            "cases.handle_case",
            "cases.approve_case",
            "cases.assign_case",
            "cases.view_personal",
            "cases.export_case",
            REGISTER_DISPUTE,
            *DUTIES,
        ),
    ),
    Role(
        "centre_staff",
        "中心工作人员",
        (
            *WORK,
            "cases.register_case",
            "cases.route_case",
            "cases.assign_case",
            "cases.oversee_case",
            "cases.restricted_case",
            "cases.view_personal",
            "cases.export_case",
            "cases.import_case",
            REGISTER_DISPUTE,
            *DUTIES,
            MANAGE_PROGRAMME,
            *GUIDE_MEDIATION,
        ),
    ),
    Role("leader", "领导", (*SEE, "cases.export_case", SIGN_SUPERVISION)),
    Role(
        "county_office",
        "县综治办",
        (
            *SEE,
            "cases.oversee_case",
            "cases.export_case",
            "cases.import_case",
            "cases.manage_reference",
            "organisation.manage_organisation",
            "notices.manage_delivery",
            SIGN_SUPERVISION,
            *DUTIES,
            MANAGE_PROGRAMME,
            *GUIDE_MEDIATION,
        ),
    ),
    Role("mediator", "调解员", (*WORK, "cases.handle_case", "cases.view_personal", REGISTER_DISPUTE, RETURN_DUTY)),
    Role(
        "justice_staff",
        "司法行政人员",
        (*SEE, "cases.oversee_case", "cases.export_case", RETURN_DUTY, *GUIDE_MEDIATION),
    ),
    Role("grid_worker", "网格员", (*SEE, RETURN_DUTY)),
    Role("system_admin", "系统管理员", ("cases.manage_reference", "notices.manage_delivery"), exclusive=True),
    Role("security_admin", "安全管理员", ("organisation.manage_organisation",), exclusive=True),
    Role("audit_admin", "审计管理员", ("organisation.view_audit",), exclusive=True),
)

BY_CODE = {role.code: role for role in ROLES}
LABELS = {role.code: role.label for role in ROLES}
EXCLUSIVE = frozenset(role.code for role in ROLES if role.exclusive)
