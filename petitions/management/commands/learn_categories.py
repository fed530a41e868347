from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.frame.days import day_text, office_day
from petitions.learning import examples
from petitions.learning.learned import CATEGORY, UNIT, keep
from petitions.learning.training import Example, TooFew, learn


class Command(BaseCommand):
    help = "从本县已登记的信访件学习内容类别和承办单位，登记时据此各提示三个；只保存数字，不保存文字"

    def handle(self, **options):
        on = day_text(office_day(timezone.now()))
        self._learn("内容类别", CATEGORY, examples.filed_under(), examples.names_of_categories(), on)
        self._learn("承办单位", UNIT, examples.answered_by(), examples.names_of_rules(), on)

    def _learn(self, label: str, what: str, filed, names, on: str) -> None:
        hints = [Example(*name) for name in names]
        try:
            found = learn([Example(*each) for each in filed], hints, on=on)
        except TooFew:
            self.stdout.write(f"{label}：信访件太少，没有学习，原来学到的照旧。")
            return
        keep(what, found)
        trial = found.trial
        self.stdout.write(
            f"{label}：用 {trial.examples} 件学习；最近 {trial.tried} 件里，"
            f"第一个对的 {trial.first:.0%}，前三个里有的 {trial.among_three:.0%}。"
        )
