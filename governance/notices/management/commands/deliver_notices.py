from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.notices.delivery import deliver_due


class Command(BaseCommand):
    help = "把到时该外发的消息发出一次，与每分钟的任务相同。"

    def handle(self, *args, **options):
        done = deliver_due(timezone.now())
        self.stdout.write(
            f"已发送 {done.sent}，稍后再试 {done.retried}，未能送达 {done.failed}，不再发送 {done.dropped}"
        )
