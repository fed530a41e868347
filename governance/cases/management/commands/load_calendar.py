import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.cases.calendar.at_hand import FIRST_YEAR, LAST_YEAR
from governance.cases.calendar.notice import BadNotice, is_table, number_in, parse_csv, parse_notice
from governance.cases.deadlines.reloading import load_year, preview_year
from governance.cases.models import Case
from governance.organisation import records


class Command(BaseCommand):
    help = "载入一年的放假安排（CSV 表或者国务院办公厅通知正文），并重新计算受影响的时限"

    def add_arguments(self, parser):
        parser.add_argument("year", metavar="年份")
        parser.add_argument("file", metavar="文件", help="列为“日期,类别,节日”的 CSV，或者通知正文；- 表示标准输入")
        parser.add_argument("--title", metavar="名称", default="", help="通知名称")
        parser.add_argument("--number", metavar="文号", default="", help="通知文号")
        parser.add_argument("--preview", action="store_true", help="只列出会变动的时限，不载入")

    def handle(self, *args, year, file, title, number, preview, **options):
        try:
            loading = self._load(_year(year), _text(file), title, number, preview)
        except BadNotice as bad:
            for fault in bad.faults:
                self.stderr.write(fault)
            raise SystemExit(2) from None
        ids = {move.clock.case_id for move in loading.moves}
        numbers = dict(Case.objects.filter(pk__in=ids).values_list("pk", "number"))
        for move in loading.moves:
            self.stdout.write(f"{numbers[move.clock.case_id]} {move.clock.name} {move.before} → {move.after}")
        self.stdout.write(
            f"{'将载入' if preview else '已载入'}放假 {loading.off} 天、调休上班 {loading.makeup} 天；"
            f"到期日变动 {len(loading.moves)} 项，由暂定转为确定 {loading.confirmed} 项。"
        )
        if loading.missing:
            self.stdout.write(f"放假安排不完整，缺{'、'.join(loading.missing)}；补齐以前，到期日为暂定。")

    def _load(self, year: int, text: str, title: str, number: str, preview: bool):
        table = is_table(text)
        entries = parse_csv(text, year) if table else parse_notice(text, year)
        title = title or f"国务院办公厅关于{year}年部分节假日安排的通知"
        if preview:
            return preview_year(year, entries, title)
        at = timezone.now()
        loading = load_year(
            year,
            entries,
            title=title,
            number=number or number_in(text),
            text="" if table else text,
            at=at,
        )
        records.record("setting", actor=None, at=at, subject=f"{year}年节假日", reason="命令行载入")
        return loading


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise BadNotice([f"年份“{text}”应为{FIRST_YEAR}至{LAST_YEAR}之间的数。"])
    return int(text)


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except OSError:
        raise BadNotice([f"读不到文件“{name}”。"]) from None
    except UnicodeDecodeError:
        raise BadNotice([f"文件“{name}”不是 UTF-8 编码。"]) from None
