from django.core.management.base import BaseCommand, CommandError

from governance.figures import tallying


class Command(BaseCommand):
    help = "按事项和时限重新计数，列出与计数表不符的；--rebuild 按事项和时限重建计数表"

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="重建计数表")

    def handle(self, *args, **options):
        if options["rebuild"]:
            tallying.rebuild()
        found = tallying.differences()
        for difference in found:
            self.stderr.write(str(difference))
        if found:
            raise CommandError(f"发现 {len(found)} 处不符。")
        self.stdout.write("计数与事项、时限一致。")
