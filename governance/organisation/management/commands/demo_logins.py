"""Prints whom the printed password lets in, and what can be tried without one; nothing in a county of its own."""

import unicodedata

from django.core.management.base import BaseCommand

from governance.organisation import demo
from governance.organisation.accounts import passwords


class Command(BaseCommand):
    help = "列出演示账号"
    requires_system_checks = ()

    def handle(self, **_):
        opened = set(demo.still_open())
        logins = [login for login in demo.LOGINS if login[0] in opened]
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
