from django.core.management.base import BaseCommand

from governance.cases.deadlines import scan, silent
from governance.cases.models import Case
from governance.frame.management.told import moment_told

MOST_NAMED = 20


class Command(BaseCommand):
    help = "扫描到期时限并提醒，与每分钟的定时任务做同样的事；重复执行不重复提醒"

    def add_arguments(self, parser):
        parser.add_argument("--at", metavar="时间", help="按这一时刻扫描，例如 2026-11-21T09:00，默认为现在")

    def handle(self, *args, at=None, **options):
        result = scan(moment_told(at))
        self.stdout.write(
            f"提醒 {result.fired} 项，发出消息 {result.notices} 条，届满 {result.lapsed} 项，搁置 {result.failed} 项，"
            f"补计 {result.given} 件。"
        )
        self.stdout.write(_silence())


def _silence() -> str:
    """How many open cases have no running clock though their status does not say why, the first of them by number."""
    found = silent(Case.objects.all()).order_by("pk").values_list("number", flat=True)
    total, named = found.count(), "、".join(found[:MOST_NAMED])
    more = "等" if total > MOST_NAMED else ""
    return f"应有而没有在计期限的在办事项 {total} 件{f'：{named}{more}' if total else ''}。"
