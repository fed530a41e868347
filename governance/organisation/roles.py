"""Roles, and what each may do. Roles are Django groups; every app declares what they may do with what is its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import AppConfig

from governance.frame.delivered import file_of
from governance.frame.registry import Registry


@dataclass(frozen=True)
class Role:
    """A kind of post."""

    code: str
    label: str
    # What the post is in its unit when something is told.
    parts: tuple[str, ...] = ()
    # Roles of one exclusive set cannot be held by one person (GB/T 22239 权限分离, 三员).
    exclusive: bool = False

    @property
    def permissions(self) -> frozenset[str]:
        """Everything that holders of such a post may do, as ``app.codename``."""
        return _permissions(self.code)


# Who answers for the unit, who works there, who takes in what comes to it, who guides others in its matters.
LEAD, WORKER, DESK, GUIDE = "lead", "worker", "desk", "guide"

ROLES = (
    Role("registrar", "登记员", (WORKER, DESK)),
    Role("handler", "承办人", (WORKER,)),
    Role("unit_lead", "单位负责人", (LEAD,)),
    Role("centre_staff", "中心工作人员", (DESK,)),
    Role("leader", "领导"),
    Role("county_office", "县综治办"),
    # A committee has no window but its mediators.
    Role("mediator", "调解员", (WORKER, DESK)),
    Role("justice_staff", "司法行政人员", (GUIDE,)),
    Role("grid_worker", "网格员", (WORKER,)),
    Role("system_admin", "系统管理员", exclusive=True),
    Role("security_admin", "安全管理员", exclusive=True),
    Role("audit_admin", "审计管理员", exclusive=True),
)

BY_CODE = {role.code: role for role in ROLES}
LABELS = {role.code: role.label for role in ROLES}
EXCLUSIVE = frozenset(role.code for role in ROLES if role.exclusive)


def playing(*parts: str) -> frozenset[str]:
    """The roles that are one of these parts in their unit."""
    return frozenset(role.code for role in BY_CODE.values() if not set(parts).isdisjoint(role.parts))


def carrying(permission: str) -> frozenset[str]:
    """The roles that carry the permission."""
    return frozenset(role.code for role in BY_CODE.values() if permission in role.permissions)


@dataclass(frozen=True)
class Grants:
    """What one app lets the roles do: each permission as ``app.codename``, and who has it."""

    app: str
    roles_of: dict[str, tuple[str, ...]]


def _grants(app: AppConfig, name: str) -> Iterable[Grants]:
    roles_of = {row["permission"]: tuple(row["roles"].split()) for file in file_of(app, name) for row in file.rows()}
    unknown = sorted({role for roles in roles_of.values() for role in roles} - BY_CODE.keys())
    if unknown:
        raise LookupError(f"{app.name} names roles that are not there: {', '.join(unknown)}")
    return [Grants(app.label, roles_of)]


GRANTS: Registry[Grants] = Registry("permissions of roles", field="roles", code="app", read=_grants)


@cache
def _permissions(role: str) -> frozenset[str]:
    given = (pair for grants in GRANTS.values() for pair in grants.roles_of.items())
    return frozenset(permission for permission, roles in given if role in roles)
