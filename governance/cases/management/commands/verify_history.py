from django.core.management.base import BaseCommand, CommandError

from governance.cases.history import broken_history, history_size


class Command(BaseCommand):
    help = "逐条核对办理记录的校验链，列出被改动或者缺失的记录"

    def handle(self, *args, **options):
        broken = broken_history()
        for number, seq in broken:
            self.stderr.write(f"{number} 第{seq}条记录被改动" if seq else f"{number} 记录条数不符")
        if broken:
            raise CommandError(f"发现 {len(broken)} 处不符。")
        self.stdout.write(f"共核对 {history_size()} 条办理记录，未发现改动。")
