"""People, each with one login, and what opens it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from governance.frame.database.reading import PlainlyRead
from governance.frame.days import office_day
from governance.frame.seals.sealed_fields import SealedText


class UserManager(BaseUserManager["User"]):
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

    # Rows closer together, where the person wants more of them on a screen; and since when their views are as they are.
    dense_lists = models.BooleanField("列表紧凑显示", default=False)
    views_changed_at = models.DateTimeField("视图变更时间", null=True, blank=True, editable=False)

    # What is said of the person by others, as often as it was changed.
    version = models.PositiveIntegerField(default=1, editable=False)

    # The posts of a day with unit and role, where they were read along.
    posts_today: list[Any]

    # From where the request came, while one is answered.
    came_from: str | None = None

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
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
        verbose_name = verbose_name_plural = "用过的密码"
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
        verbose_name = verbose_name_plural = "动态口令"
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """The keyed hash of a code that opens the door once, where the device is not at hand."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="人员")
    code_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self):
        return f"{self.user_id}"


class LoginSession(AbstractBaseSession):
    """A session and whose it is."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name="人员")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = verbose_name_plural = "登录会话"
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")
