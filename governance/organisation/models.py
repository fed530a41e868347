"""Who belongs where: areas, units, people and the posts that join them."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.module_loading import import_string

from governance.frame.database.reading import PlainlyRead
from governance.frame.database.triggers import append_only
from governance.frame.days import office_day
from governance.frame.seals.sealed_fields import SealedText


class Area(PlainlyRead):
    """A place by its statistical code; everything inside it carries the code as prefix."""

    class Level(models.TextChoices):
        COUNTY = "county", "县（市、区）"
        TOWNSHIP = "township", "乡镇（街道）"
        VILLAGE = "village", "村（社区）"
        GRID = "grid", "网格"

    # 6 + 3 + 3 digits are the statistical region code; the grid serial adds three.
    CODE_LENGTH = {Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12, Level.GRID: 15}

    code = models.CharField("区划代码", max_length=15, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级区划"
    )

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        ordering = ["code"]
        indexes = [
            # "inside": code LIKE '610116001%'
            models.Index(fields=["code"], name="area_code_prefix", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="area_code_fits_level",
                condition=Q(level="county", code__regex=r"^\d{6}$")
                | Q(level="township", code__regex=r"^\d{9}$")
                | Q(level="village", code__regex=r"^\d{12}$")
                | Q(level="grid", code__regex=r"^\d{15}$"),
            ),
            models.CheckConstraint(
                name="area_only_county_has_no_parent",
                condition=Q(level="county", parent__isnull=True) | (~Q(level="county") & Q(parent__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def level_of(cls, code: str) -> str:
        """The level that a code of that length has; empty for none."""
        return next((level for level, length in cls.CODE_LENGTH.items() if length == len(code)), "")

    @classmethod
    def township_of(cls, code: str) -> str:
        """The code of the township in which the area of that code lies, or of the county where it lies in none."""
        return code[: cls.CODE_LENGTH[cls.Level.TOWNSHIP]]


class AreaFigure(models.Model):
    """How many of something there were in an area in a year; ``figure`` is a code of ``figures.FIGURES``."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="figures", verbose_name="区划")
    year = models.PositiveSmallIntegerField("年度")
    figure = models.CharField("数据", max_length=30)
    value = models.PositiveIntegerField("数量")

    class Meta:
        verbose_name = "区划数据"
        verbose_name_plural = "区划数据"
        default_permissions = ()
        ordering = ["area", "-year", "figure"]
        constraints = [models.UniqueConstraint(fields=["area", "figure", "year"], name="area_figure_once")]

    def __str__(self):
        return f"{self.area_id} {self.year} {self.figure}"


class Unit(PlainlyRead):
    """An organ that can hold a case: government, department, station, centre."""

    class Kind(models.TextChoices):
        CENTRE = "centre", "综治中心"
        OFFICE = "office", "综治办"
        GOVERNMENT = "government", "党委政府"
        PETITION_OFFICE = "petition_office", "信访部门"
        DEPARTMENT = "department", "职能部门"
        POLICE = "police", "公安机关"
        COURT = "court", "人民法院"
        PROCURATORATE = "procuratorate", "人民检察院"
        DISCIPLINE = "discipline", "纪检监察机关"
        JUSTICE = "justice", "司法行政机关"
        JUSTICE_OFFICE = "justice_office", "司法所"
        MEDIATION = "mediation", "调解组织"
        VILLAGE = "village", "村（社区）"

    class Sees(models.TextChoices):
        OWN = "own", "本单位事项"
        AREA = "area", "辖区全部事项"

    name = models.CharField("单位名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    paper_mark = models.CharField(
        "发文代字", max_length=12, blank=True, help_text="文书编号的开头，例如“长信”；不填用简称。"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="units", verbose_name="所在区划")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    sees = models.CharField("可见范围", max_length=4, choices=Sees.choices, default=Sees.OWN)
    position = models.PositiveIntegerField("排序", default=0, help_text="报表按此顺序列出单位")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["position", "id"]
        permissions = [("manage_organisation", "管理机构、人员和岗位")]
        constraints = [
            models.CheckConstraint(name="unit_is_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(PlainlyRead, AbstractBaseUser, PermissionsMixin):
    """A person with one login; what they may do comes from their posts, never from a superuser flag."""

    username = models.CharField(
        "登录名",
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9._-]{1,29}$", "登录名由小写字母开头，可含数字、点、横线。")],
        error_messages={"unique": "这个登录名已有人使用。"},
    )
    name = models.CharField("姓名", max_length=30)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)
    password_changed_at = models.DateTimeField("上次改密码", null=True, blank=True)
    # Whoever saw the first password, until another has made sure that the account is in its owner's hands.
    handed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="初始密码经手人"
    )
    # Since when the login asks for a code besides the password; the secret is in the row of SecondFactor.
    factor_since = models.DateTimeField("启用动态口令", null=True, blank=True)
    date_joined = models.DateTimeField("建立时间", auto_now_add=True)

    # From where the request came, while one is answered.
    came_from: str | None = None

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["name", "id"]
        constraints = [
            # House rule: nobody is above the access doors.
            models.CheckConstraint(name="user_is_never_superuser", condition=Q(is_superuser=False)),
        ]

    def __str__(self):
        return self.name

    @property
    def is_staff(self):
        """False for everybody: there is no back door beside the posts."""
        return False


class OldPassword(models.Model):
    """The hash of a password that was replaced, kept so that it does not come back too soon."""

    user = models.ForeignKey(User, models.CASCADE, related_name="old_passwords", verbose_name="人员")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"
        default_permissions = ()
        ordering = ["-replaced_at", "-id"]

    def __str__(self):
        return f"{self.user} {office_day(self.replaced_at)}"


class SecondFactor(models.Model):
    """What a person has besides the password: the secret that their device shares with the platform, sealed."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+", verbose_name="人员")
    secret = SealedText(purpose="second_factor.secret", bound=("pk",))
    # The last half minute whose code was taken; none is taken twice.
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "动态口令"
        verbose_name_plural = "动态口令"
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """The keyed hash of a code that opens the door once, where the device is not at hand."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="人员")
    code_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self):
        return f"{self.user_id}"


class LoginSession(AbstractBaseSession):
    """A session and whose it is."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="人员")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "登录会话"
        verbose_name_plural = "登录会话"
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")


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
        verbose_name = "任职"
        verbose_name_plural = "任职"
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
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    asked_at = models.DateTimeField("提出时间")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = "待确认的账号办理"
        verbose_name_plural = "待确认的账号办理"
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


class AccessRecord(models.Model):
    """Who did what to the system or looked at whose data, when and why; rows are never changed."""

    class Verb(models.TextChoices):
        LOGIN = "login", "登录"
        LOGIN_FAILED = "login_failed", "登录失败"
        LOCKED = "locked", "账号锁定"
        LOGOUT = "logout", "退出"
        PASSWORD = "password", "修改密码"
        PERMISSION = "permission", "岗位权限变更"
        ACCOUNT = "account", "账号变更"
        SETTING = "setting", "设置变更"
        OPEN = "open", "查阅"
        UNMASK = "unmask", "查看身份信息"
        PRINT = "print", "打印"
        EXPORT = "export", "导出"
        DOWNLOAD = "download", "下载"
        IMPORT = "import", "导入"
        RESEND = "resend", "重新发送"
        DENIED = "denied", "越权拒绝"
        FORGET = "forget", "到期清除"

    at = models.DateTimeField("时间")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    # People change posts; the record keeps the words of that day.
    actor_name = models.CharField("姓名", max_length=60)
    actor_post = models.CharField("岗位", max_length=120, blank=True)
    verb = models.CharField("行为", max_length=20, choices=Verb.choices)
    subject = models.CharField("对象", max_length=200, blank=True)
    reason = models.CharField("事由", max_length=300, blank=True)
    succeeded = models.BooleanField("成功", default=True)
    ip = models.GenericIPAddressField("地址", null=True)

    class Meta:
        verbose_name = "安全审计记录"
        verbose_name_plural = "安全审计记录"
        default_permissions = ()
        permissions = [("view_audit", "查看安全审计记录")]
        ordering = ["-at", "-id"]
        triggers = append_only("the security record")
        indexes = [
            # the audit administrator's list, newest first
            models.Index(fields=["-at", "-id"], name="access_record_newest"),
            models.Index(fields=["subject", "-at"], name="access_record_subject"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_verb_display()} {self.subject}"
