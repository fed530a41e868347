"""Joins an area that was given up to the one that took it over; see governance/organisation/areas/merging.py."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.frame.refusals import Refusal
from governance.organisation.joining import join_areas


class Command(BaseCommand):
    help = "区划撤并：把撤销的乡镇（街道）、村（社区）并入接管的一个，以后不能再选，原来的事项照常查阅"

    def add_arguments(self, parser):
        parser.add_argument("code", help="撤销的区划代码")
        parser.add_argument("into", help="并入的区划代码，先用 import_areas 导入")

    def handle(self, *, code, into, **_):
        try:
            said = join_areas(code, into, actor=None, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for sentence in said:
            self.stdout.write(sentence)
