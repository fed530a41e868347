"""Joins an area that was given up to the one that took it over; see governance/organisation/areas/merging.py."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.frame.refusals import Refusal
from governance.organisation.areas.merging import merge
from governance.organisation.models import AccessRecord
from governance.organisation.records import record


class Command(BaseCommand):
    help = "区划撤并：把撤销的乡镇（街道）、村（社区）并入接管的一个，以后不能再选，原来的事项照常查阅"

    def add_arguments(self, parser):
        parser.add_argument("code", help="撤销的区划代码")
        parser.add_argument("into", help="并入的区划代码，先用 import_areas 导入")

    def handle(self, *, code, into, **_):
        now = timezone.now()
        try:
            pairs = merge(code, into, now)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for former, successor in pairs:
            said = f"{former.pk} {former} 已并入 {successor.pk} {successor}。"
            record(AccessRecord.Verb.SETTING, actor=None, at=now, subject="行政区划", reason=said)
            self.stdout.write(said)
