"""Who holds which role where, and what another person must confirm before it is so."""

from datetime import date

import pgtrigger
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q

from governance.frame.database.reading import PlainlyRead

from .people import User
from .units import Unit


class PostQuerySet(models.QuerySet):
    def current(self, on: date):
        """Posts held on that day, in units and by people that are still active."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            starts_on__lte=on,
            user__is_active=True,
            unit__is_active=True,
        )


# posts.appoint says so in words; this holds for every other way into the table too. The person's row is locked first,
# so that of two simultaneous appointments the second sees the first.
ADMINISTRATORS_STAND_APART = pgtrigger.Trigger(
    name="administrators_stand_apart",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("user_id", "role_id", "starts_on", "ends_on"),
    declare=[
        ("administrators", "CONSTANT text[] := ARRAY['system_admin', 'security_admin', 'audit_admin']"),
        ("new_role", "text"),
    ],
    func="""
        PERFORM 1 FROM organisation_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
        SELECT name INTO new_role FROM auth_group WHERE id = NEW.role_id;
        IF EXISTS (
            SELECT 1 FROM organisation_post held JOIN auth_group role ON role.id = held.role_id
            WHERE held.user_id = NEW.user_id AND held.id <> NEW.id AND role.name <> new_role
              AND (new_role = ANY (administrators) OR role.name = ANY (administrators))
              AND daterange(held.starts_on, held.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
        ) THEN
            RAISE EXCEPTION 'an administrator holds no other role' USING ERRCODE = 'exclusion_violation';
        END IF;
        RETURN NULL;
    """,
)


class Post(PlainlyRead):
    """A person in a role in a unit for a time; people move on, the row stays."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.ForeignKey(Group, models.PROTECT, related_name="posts", verbose_name="岗位")
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["-starts_on", "id"]
        triggers = [ADMINISTRATORS_STAND_APART]
        indexes = [
            # recipients: who holds a role in a unit today
            models.Index(fields=["unit", "role"], name="post_unit_role"),
        ]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                name="post_held_once",
                violation_error_message="此人已在该单位担任这一岗位。",
            ),
        ]

    def __str__(self):
        return f"{self.unit.short_name}·{self.user.name}"


class AccountDeed(models.Model):
    """Something about an account that one person asked for and another must confirm before it is done."""

    class Kind(models.TextChoices):
        RESET = "reset", "重置密码"
        REOPEN = "reopen", "恢复账号"
        APPOINT = "appoint", "任命岗位"
        EXTEND = "extend", "延长任职"
        FACTOR = "factor", "重置动态口令"
        RETURN = "return", "确认本人取回账号"

    class Outcome(models.TextChoices):
        WAITING = "", "等待确认"
        DONE = "done", "已办理"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField("办理事项", max_length=10, choices=Kind.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="account_deeds", verbose_name="人员")
    # What the post is to be, where it is about one.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    role = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+", verbose_name="岗位")
    starts_on = models.DateField("任职日期", null=True)
    ends_on = models.DateField("离任日期", null=True)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+", verbose_name="任职")
    reason = models.CharField("事由", max_length=100, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    asked_at = models.DateTimeField("提出时间")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "待确认的账号办理"
        default_permissions = ()
        permissions = [("confirm_account", "确认账号办理")]
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="account_deed_has_two_people",
                condition=~Q(outcome="done")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_kind_display()}"
