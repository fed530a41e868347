from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from governance.cases import deadlines
from governance.frame.days import office_day
from governance.organisation import demo


class Command(BaseCommand):
    help = "载入演示县：机构、人员和各条线的事项，日期相对于今天"

    def handle(self, *args, **options):
        now = timezone.now()
        with connection.cursor() as cursor:
            # Every act is committed as at a desk. Nobody waits for what an invented person does to reach the disk.
            cursor.execute("SET synchronous_commit = off")
            demo.load(office_day(now))
            made = [f"{part.what} {part.load(now)}" for part in demo.parts()]
            cursor.execute("RESET synchronous_commit")
        deadlines.scan(now)
        self.stdout.write(f"演示数据已就绪，新增：{'，'.join(made)}。")
