from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.supervision.leading import actions as leading
from governance.supervision.leading import scopes


class Command(BaseCommand):
    help = "提出包案建议，移交到期没有化解的领导包案，与定时任务做同样的事；重复执行不重复办理"

    def handle(self, *args, **options):
        now = timezone.now()
        leading.follow_matters(now)
        self.stdout.write(f"新提包案建议 {scopes.scan(now)} 条，移交主要领导 {leading.pass_overdue(now)} 件。")
