from django.core.management.base import BaseCommand

from governance.cases.files import storage
from governance.frame.seals import resealing


class Command(BaseCommand):
    help = "把个人信息、附件和文书改用 FIELD_KEYS 里第一把密钥加密（散列），旧密钥从此可以去掉；中断了重新运行即可"

    def add_arguments(self, parser):
        parser.add_argument("--count", action="store_true", help="只数各密钥加密的数据，不改动")

    def handle(self, *, count, **options):
        if not count:
            for column, changed in resealing.reseal():
                self.stdout.write(f"{column.name}：重新加密 {changed} 条")
            self.stdout.write(f"附件和文书：重新加密 {storage.seal_again()} 个")
        for key, number in sorted(resealing.in_use().items()):
            self.stdout.write(f"密钥和算法 {key}：{number} 条")
        for key, number in sorted(storage.in_use().items()):
            self.stdout.write(f"附件和文书，密钥和算法 {key or '（没有加密）'}：{number} 个")
