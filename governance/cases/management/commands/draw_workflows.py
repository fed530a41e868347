from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.cases.charts.charts import documents


class Command(BaseCommand):
    help = "根据流程表画出流程图和步骤表，写入 docs/workflows。"

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "docs" / "workflows", help="写到这个目录")

    def handle(self, *args, to, **options):
        to.mkdir(parents=True, exist_ok=True)
        for name, text in documents().items():
            (to / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"已写 {to / name}")
