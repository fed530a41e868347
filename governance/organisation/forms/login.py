"""Forms of the entrance."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from governance.organisation.accounts.actions import first_password_is_stale

# Hashing takes longer the longer the password is.
NOT_TOO_LONG = MaxLengthValidator(128, "密码最多 128 个字符。")


class LoginForm(AuthenticationForm):
    """Login name and password; a wrong pair is refused without saying which of the two was wrong."""

    error_messages = {
        "invalid_login": (
            f"登录名或密码不对。连续输错 {settings.AXES_FAILURE_LIMIT} 次，登录会锁定 "
            f"{int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)} 分钟。"
        ),
        "inactive": "登录名或密码不对。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["username"].widget.attrs.update({"autocomplete": "username", "spellcheck": "false"})
        self.fields["password"].label = "密码"
        self.fields["username"].error_messages["required"] = "请填写登录名。"
        self.fields["password"].error_messages["required"] = "请填写密码。"
        self.fields["password"].validators.append(NOT_TOO_LONG)

    def clean_username(self):
        # Login names are small letters; a phone keyboard starts with a capital.
        return self.cleaned_data["username"].strip().lower()

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if first_password_is_stale(user, timezone.now()):
            raise ValidationError(
                f"初始密码超过 {settings.FIRST_PASSWORD_DAYS} 天没有使用，已经失效。请安全管理员重置密码。",
                code="first_password_stale",
            )


class CodeForm(forms.Form):
    """A code of the person's device, or a recovery code."""

    code = forms.CharField(
        label="动态口令",
        max_length=20,
        help_text="手机上的验证器现在显示的六位数字。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "请填写动态口令。"},
    )


class OwnPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": "现在的密码不对。",
        "password_mismatch": "两次输入的新密码不一样。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = {
            "old_password": ("现在的密码", "请填写现在的密码。"),
            "new_password1": ("新密码", "请填写新密码。"),
            "new_password2": ("再输一遍新密码", "请再输一遍新密码。"),
        }
        for name, (label, required) in words.items():
            self.fields[name].label = label
            self.fields[name].validators.append(NOT_TOO_LONG)
            self.fields[name].error_messages["required"] = required
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = (
            "至少 10 个字符，大写字母、小写字母、数字、符号至少用三类；不能含登录名、姓名、电话，"
            "不能用最近 5 次用过的密码。"
        )
        self.fields["new_password2"].help_text = ""

    def validate_password_for_user(self, user, password_field_name="new_password1"):
        """What is wrong with the new password is said at the box in which it is typed first."""
        super().validate_password_for_user(user, password_field_name)
