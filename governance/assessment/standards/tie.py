"""How a standard stands, for a task of a programme that rests on it."""

from datetime import date

from django.urls import reverse

from governance.duties.programmes.ties import Tie
from governance.frame.pages.tables import share
from governance.organisation.standing import Standing

from ..appraisals.results import results
from ..models import Standard


def _offered() -> list[tuple[str, str]]:
    return list(Standard.objects.filter(is_active=True).values_list("code", "name"))


def _stands(code: str, standing: Standing, today: date) -> str:
    """Of how many there is a result, and how many of them reach the standard."""
    found = results(Standard.objects.get(code=code), standing, today)
    judged = [each for each in found if each.result]
    passed = sum(each.stands == "passed" for each in judged)
    return f"评定对象 {len(found)} 个，有结果 {len(judged)} 个，达标率 {share(passed, len(judged))}"


TIE = Tie("standard", "标准", _offered, _stands, lambda code: reverse("assessment:standard", args=[code]))
