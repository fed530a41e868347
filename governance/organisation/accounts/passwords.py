"""What a password must be (GB/T 22239-2019 8.1.4.1: complex and changed from time to time)."""

import re
import secrets

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from ..models import OldPassword

KEPT = 5
# Everybody in the demo county has it; `make run` prints it, and it passes all other rules.
DEMO_PASSWORD = "Changan-2026"

# Easily confused signs (0 O, 1 l I) are left out: a first password is read from paper or over the phone.
LOWER, UPPER, DIGITS, SIGNS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=@#%"


def first_password() -> str:
    """A random password of 12 signs from all four classes."""
    chosen = [secrets.choice(signs) for signs in (LOWER, UPPER, DIGITS, SIGNS)]
    chosen += [secrets.choice(LOWER + UPPER + DIGITS) for _ in range(8)]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


class LengthValidator(MinimumLengthValidator):
    """So many characters; Django's own sentence is not translated."""

    def get_error_message(self):
        return f"密码太短，至少 {self.min_length} 个字符。"


class ClassesValidator:
    """At least three of: small letters, capitals, digits, signs."""

    PATTERNS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")

    def validate(self, password, user=None):
        if sum(bool(re.search(pattern, password)) for pattern in self.PATTERNS) < 3:
            raise ValidationError("密码要在大写字母、小写字母、数字、符号四类中至少用三类。", code="password_classes")

    def get_help_text(self):
        return "大写字母、小写字母、数字、符号四类中至少用三类。"


class PersonValidator:
    """The password contains neither the person's name nor login name nor phone number."""

    def validate(self, password, user=None):
        if user is None:
            return
        typed = password.lower()
        for value, label in ((user.username, "登录名"), (user.name, "姓名"), (user.phone[-8:], "电话号码")):
            if len(value) > 1 and value.lower() in typed:
                raise ValidationError(f"密码里不能有本人的{label}。", code="password_is_personal")

    def get_help_text(self):
        return "不能含有本人的登录名、姓名或电话号码。"


class DemoValidator:
    """The password is not the one that is printed for the demo county."""

    def validate(self, password, user=None):
        if password == DEMO_PASSWORD:
            raise ValidationError("这是演示用的密码，人人都知道，请换一个。", code="password_is_printed")

    def get_help_text(self):
        return "不能是演示用的密码。"


class HistoryValidator:
    """The password is none of the last five, today's included."""

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        known = {user.password, *OldPassword.objects.filter(user=user).values_list("password", flat=True)[:KEPT]}
        if any(check_password(password, used) for used in known):
            raise ValidationError(f"不能使用最近 {KEPT} 次用过的密码。", code="password_used")

    def get_help_text(self):
        return f"不能使用最近 {KEPT} 次用过的密码。"
