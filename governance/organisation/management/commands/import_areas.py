"""Loads areas from a CSV file; see governance/organisation/areas/loading.py for what a file must look like."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.organisation.areas import loading as areas
from governance.organisation.models import AccessRecord
from governance.organisation.records import record


class Command(BaseCommand):
    help = "导入行政区划（CSV，列为 code,name,level,parent）；有一行不对就全部不导入"

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSV 文件，UTF-8 或 GB18030 编码")

    def handle(self, *, file, **_):
        try:
            done = areas.load(Path(file).read_bytes())
        except OSError as error:
            self._refuse([f"无法读取文件 {file}：{_reason(error)}。"])
        except areas.AreasRefused as refused:
            self._refuse([*map(str, refused.faults), refused.sentence])
        record(
            AccessRecord.Verb.IMPORT,
            actor=None,
            at=timezone.now(),
            subject="行政区划",
            reason=f"{Path(file).name}：新增 {done.created} 个，更名 {done.renamed} 个",
        )
        self.stdout.write(
            f"读入 {done.rows} 个区划：新增 {done.created} 个，更名 {done.renamed} 个，未变 {done.unchanged} 个。"
        )
        if done.absent:
            self.stdout.write(f"另有 {done.absent} 个已登记的区划不在文件里，予以保留。")

    def _refuse(self, lines: list[str]) -> None:
        self.stderr.write("\n".join(lines))
        sys.exit(1)


def _reason(error: OSError) -> str:
    known = {FileNotFoundError: "文件不存在", IsADirectoryError: "这是一个目录", PermissionError: "没有读取权限"}
    return known.get(type(error), error.strerror or "读取出错")
