"""Prints who can log in to the demo county, and what can be tried without; nothing where there is none."""

import unicodedata

from django.core.management.base import BaseCommand

from governance.organisation import demo
from governance.organisation.accounts import passwords
from governance.organisation.models import User


class Command(BaseCommand):
    help = "列出演示账号"
    requires_system_checks = ()

    def handle(self, **_):
        here = set(User.objects.filter(is_active=True).values_list("username", flat=True))
        logins = [login for login in demo.LOGINS if login[0] in here]
        if not logins:
            return
        self.stdout.write(f"演示账号（密码都是 {passwords.DEMO_PASSWORD}）：")
        for username, name, role, unit in logins:
            self.stdout.write(f"  {username:<14}{_padded(name, 8)}{_padded(role, 14)}{unit}")
        for part in demo.parts():
            for line in part.says():
                self.stdout.write(line)


def _padded(text: str, width: int) -> str:
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * (width - columns)
