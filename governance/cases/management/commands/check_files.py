"""Compares what the database says is stored with what is on the disk."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.cases.files import storage
from governance.cases.models import Attachment, Paper, PaperTemplate

# Younger ones may belong to a transaction that has not committed yet.
SETTLED = timedelta(days=1)


class Command(BaseCommand):
    help = "逐个核对附件、文书和模板：缺失的、与登记时不同的，以及没有记录指向的多余文件"

    def add_arguments(self, parser):
        parser.add_argument("--remove-orphans", action="store_true", help="删除一天以前留下的多余文件")

    def handle(self, *, remove_orphans, **options):
        known, faults = set(), 0
        for name, path, sha256 in _rows():
            known.add(path)
            if fault := _fault(path, sha256):
                faults += 1
                self.stdout.write(f"{fault}  {name}")
        orphans = list(_orphans(known, timezone.now() - SETTLED))
        for file in orphans:
            if remove_orphans:
                file.unlink(missing_ok=True)
            self.stdout.write(f"{'已删除' if remove_orphans else '多余'}  {file.relative_to(storage.root())}")
        self.stdout.write(f"核对 {len(known)} 个文件，问题 {faults} 个，多余 {len(orphans)} 个。")
        if faults:
            raise CommandError("有文件缺失或者被改动，请从备份恢复。")


def _rows() -> Iterator[tuple[str, str, str]]:
    """What each stored file is, its path and its checksum."""
    for number, name, path, sha256 in Attachment.objects.values_list(
        "case__number", "name", "path", "sha256"
    ).iterator():
        yield f"{number} 附件 {name}", path, sha256
    for number, name, path, sha256 in Paper.objects.values_list("case__number", "number", "path", "sha256").iterator():
        yield f"{number} 文书 {name}", path, sha256
    for code, version, path, sha256 in PaperTemplate.objects.values_list("code", "version", "path", "sha256"):
        yield f"模板 {code} 第 {version} 版", path, sha256
    yield from storage.held()


def _fault(path: str, sha256: str) -> str:
    try:
        return "" if storage.digest_of(path) == sha256 else "被改动"
    except storage.FileChanged:
        return "被改动"
    except storage.FileLocked:
        return "密钥不在"
    except storage.FileGone:
        return "缺失"


def _orphans(known: set[str], before: datetime) -> Iterator:
    root = storage.root()
    for file in sorted(root.rglob("*")) if root.is_dir() else ():
        if file.is_file() and str(file.relative_to(root)) not in known and file.stat().st_mtime < before.timestamp():
            yield file
