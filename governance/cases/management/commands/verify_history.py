from django.core.management.base import BaseCommand, CommandError

from governance.cases.access import veil
from governance.cases.history import broken_history, history_size
from governance.frame.seals import book


class Command(BaseCommand):
    help = "逐条核对办理记录的校验链和校验册，列出被改动、删除、倒填或者事后添入的记录"

    def handle(self, *args, **options):
        found = broken_history()
        marked = veil.marked({number for number, _ in found})
        broken = [
            f"{marked[number]} 第{seq}条记录被改动" if seq else f"{marked[number]} 记录条数或者状态与办理记录不符"
            for number, seq in found
        ]
        broken += book.faults()
        for told in broken:
            self.stderr.write(told)
        if broken:
            raise CommandError(f"发现 {len(broken)} 处不符。")
        self.stdout.write(f"共核对 {history_size()} 条办理记录，未发现改动。")
        last = book.last_page()
        if last:
            self.stdout.write(f"校验册 {last.number} 页、{book.size()} 条一致，末页校验值 {last.seal}")
