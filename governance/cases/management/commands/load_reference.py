from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.cases import terms
from governance.organisation import reference


class Command(BaseCommand):
    help = "载入岗位、法定期限、督办阶梯和节假日；重复执行不改变已有数据"

    def handle(self, *args, **options):
        roles = reference.load()
        loaded = terms.load_reference(timezone.now())
        found = f"期限 {loaded.terms} 项、督办阶梯 {loaded.rungs} 级、节假日 {loaded.years} 年"
        self.stdout.write(f"新增岗位 {roles.created} 个、{found}。")
