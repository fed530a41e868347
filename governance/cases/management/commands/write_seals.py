from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.frame.seals import book


class Command(BaseCommand):
    help = "把新增的办理记录、附件、文书和安全审计记录写入校验册"

    def handle(self, *args, **options):
        pages = book.write_pages(timezone.now())
        for page in pages:
            self.stdout.write(f"已写校验册第 {page.number} 页，校验值 {page.seal}")
        if not pages:
            self.stdout.write("没有新的记录。")
