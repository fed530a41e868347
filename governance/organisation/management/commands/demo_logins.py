"""Prints who can log in to the demo county."""

import unicodedata

from django.core.management.base import BaseCommand

from governance.organisation import demo


class Command(BaseCommand):
    help = "列出演示账号"
    requires_system_checks = ()

    def handle(self, **_):
        self.stdout.write(f"演示账号（密码都是 {demo.PASSWORD}）：")
        for username, name, role, unit in demo.LOGINS:
            self.stdout.write(f"  {username:<14}{_padded(name, 8)}{_padded(role, 14)}{unit}")


def _padded(text: str, width: int) -> str:
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * (width - columns)
