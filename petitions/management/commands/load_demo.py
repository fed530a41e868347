from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.cases import deadlines
from governance.organisation import demo as people
from petitions import demo


class Command(BaseCommand):
    help = "载入演示县：机构、人员和信访件，日期相对于今天"

    def handle(self, *args, **options):
        now = timezone.now()
        people.load(timezone.localdate(now))
        made = demo.load(now)
        deadlines.scan(now)
        self.stdout.write(f"演示数据已就绪，新增信访件 {made} 件。")
