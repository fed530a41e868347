from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.cases import registry
from governance.cases.law import terms
from governance.organisation import reference


class Command(BaseCommand):
    help = "载入岗位、法定期限、督办阶梯、节假日、内容类别和例行方案；重复执行不改变已有数据"

    def handle(self, *args, **options):
        roles = reference.load()
        rows = sum(kind.load_reference() for kind in registry.KINDS.values() if kind.load_reference)
        loaded = terms.load_reference(timezone.now())
        others = "".join(f"、{each.label} {each.load()} 个" for each in registry.REFERENCES.values())
        found = (
            f"期限 {loaded.terms} 项、督办阶梯 {loaded.rungs} 级、节假日 {loaded.years} 年、内容类别 {rows} 个{others}"
        )
        self.stdout.write(f"新增岗位 {roles.created} 个、{found}。")
