"""Opens the first accounts of an installation, which comes without any: who keeps its security and who watches it."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation.accounts.actions import open_account
from governance.organisation.areas.entering import enter
from governance.organisation.models import Area, Post, Unit, User
from governance.organisation.posts.actions import appoint
from governance.organisation.posts.guarding import OVERSEERS, SECURITY
from governance.organisation.roles import LABELS


class Command(BaseCommand):
    help = "建立最初的两个账号：安全管理员和审计管理员，其他人由他们一人提出、一人确认；已有在任的不再建立"

    def add_arguments(self, parser):
        parser.add_argument("username", help="登录名，例如 tangning")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--role", choices=OVERSEERS, default=SECURITY, help="哪一种管理员，默认安全管理员")
        parser.add_argument("--unit", help="所在单位；没有登记过就新建，默认为县综治中心")
        parser.add_argument("--county", nargs=2, metavar=("CODE", "NAME"), help="本县的区划代码和名称，没有登记过时写")

    def handle(self, *, username, name, role, unit, county, **_):
        try:
            password = self._open(username, name, role, unit, county)
        except Refusal as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        except ValidationError as wrong:
            self.stderr.write("".join(wrong.messages))
            sys.exit(1)
        self.stdout.write(f"登录名：{username}\n初始密码：{password}\n密码只显示这一次，第一次登录时须修改。")

    @transaction.atomic
    def _open(self, username: str, name: str, role: str, unit_name: str | None, told: list[str] | None) -> str:
        now = timezone.now()
        today = office_day(now)
        if Post.objects.current(today).filter(role__name=role).exists():
            raise Refusal(f"已有在任的{LABELS[role]}，请由安全管理员在“机构与人员”里新增账号。")
        county = enter(*told) if told else Area.objects.filter(level=Area.Level.COUNTY).order_by("code").first()
        if county is None:
            raise Refusal("还没有行政区划，请写明本县的代码和名称，写作 --county 代码 名称；其他的以后从表格导入。")
        unit_name = unit_name or f"{county.name}社会治安综合治理中心"
        unit, _ = Unit.objects.get_or_create(
            name=unit_name,
            defaults={"short_name": unit_name[:20], "kind": Unit.Kind.CENTRE, "area": county, "sees": Unit.Sees.AREA},
        )
        user = User(username=username, name=name)
        user.full_clean(exclude=["password"])
        password = open_account(user, actor=None, at=now)
        appoint(user, unit, role, today, actor=None, at=now)
        return password
