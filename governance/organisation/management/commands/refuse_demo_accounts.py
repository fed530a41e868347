"""Stands before every web process of a production: the printed password opens nothing there."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand
from django.db import OperationalError

from governance.organisation import demo


class Command(BaseCommand):
    help = "生产环境里还有账号能用公开的演示密码登录时，拒绝启动"
    requires_system_checks = ()

    def handle(self, **_):
        if not settings.PRODUCTION:
            return
        try:
            found = demo.still_open()
        except OperationalError:
            # A web process outlives a database that is away; the next start asks again.
            return
        if found:
            raise ImproperlyConfigured(
                f"生产环境拒绝启动：{len(found)} 个演示账号能用公开的密码登录（{'、'.join(found[:3])}等），"
                "请改用正式的数据库，或者停用这些账号。"
            )
