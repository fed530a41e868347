from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.cases.access.proof import Proof, breaches
from governance.frame.days import office_day


class Command(BaseCommand):
    help = "核对全库：限制知悉的事项，凡不得知悉的人，从任何一处都读不到；列出每一处泄露的表和行"

    def handle(self, *args, **options):
        today = office_day(timezone.now())
        found = breaches(today)
        for breach in found:
            self.stderr.write(str(breach))
        if found:
            raise CommandError(f"发现 {len(found)} 处泄露。")
        self.stdout.write(f"共核对 {len(Proof(today).hidden)} 件限制知悉的事项，未发现泄露。")
