import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.jobs.spreadsheets import read_table
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record
from petitions import reference
from petitions.messages import checking, importing
from petitions.messages.naming import namings


class Command(BaseCommand):
    help = (
        "从 CSV 或 Excel 文件导入群众留言；有一行不对就一行也不导入，除非加 --skip-bad。"
        "可能是检举控告的行不在这里导入，由有权限的人在页面上回答后导入"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="文件", help="列为：" + "、".join(checking.COLUMNS))
        parser.add_argument("--skip-bad", action="store_true", help="略过有问题的行，只导入其余各行")
        parser.add_argument("--unit", metavar="单位名称", help="承办单位，不写则为本县信访部门或综治中心")

    def handle(self, *args, file, skip_bad, unit, **options):
        now = timezone.now()
        try:
            into = importing.office(_unit(unit))
            checked = checking.check(read_table(file, checking.COLUMNS), categories=reference.first_level(), now=now)
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"打不开文件 {file}：{error.strerror}。") from error
        for fault in checked.faults:
            self.stderr.write(str(fault))
        if checked.faults and not skip_bad:
            bad = f"{checked.bad_rows} 行有问题，没有导入任何内容。"
            raise CommandError(f"{bad}改正后再导入，或者加 --skip-bad 略过这些行。")
        result = importing.load(checked, into=into, now=now, said=self._said if sys.stderr.isatty() else None)
        record(AccessRecord.Verb.IMPORT, actor=None, at=now, subject="信访件", reason="；".join(result.lines()))
        if result.unanswered:
            lines = "、".join(str(line) for line in namings(checked.good, office_day(now)))
            self.stderr.write(f"第 {lines} 行可能是检举控告，请在“导入群众留言”页面回答后导入。")
        if result.known or result.bad:
            self.stderr.write(f"另有 {result.known} 行以前已经导入，{result.bad} 行有问题已略过。")
        self.stdout.write("\n".join(result.lines()))

    def _said(self, done: int, total: int) -> None:
        self.stderr.write(f"\r已处理 {done} / {total} 行", ending="\n" if done == total else "")


def _unit(name: str | None) -> Unit | None:
    if name is None:
        return None
    found = Unit.objects.filter(name=name, is_active=True).first()
    if found is None:
        raise importing.ImportRefused(f"没有名为“{name}”的在用单位。")
    return found
