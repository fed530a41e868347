"""A questionnaire of the demo county that is over and one that runs. All invented."""

from datetime import datetime, time, timedelta
from random import Random

from governance.figures.periods import period_of
from governance.frame.days import office_day, office_moment
from governance.organisation.demo import COUNTY
from governance.organisation.models import Area, User

from ..models import Questionnaire, QuestionnaireCount
from . import actions
from .reference import forms
from .scales import asked

SHEETS = 12


def load(now: datetime) -> int:
    """Last quarter's sense of safety by township, and this month's satisfaction; says how many."""
    if Questionnaire.objects.exists():
        return 0
    writer, other = (User.objects.get(username=name) for name in ("gaomin", "fanbing"))
    quarter = period_of("last_quarter", office_day(now))
    _opened("safety", quarter.last - timedelta(days=14), quarter.last, writer, other)
    today = office_day(now)
    _opened("satisfaction", today - timedelta(days=5), today + timedelta(days=20), writer, other)
    for place, each in enumerate(Questionnaire.objects.order_by("pk")):
        _answered(each, SHEETS if place else SHEETS * 4)
    return Questionnaire.objects.count()


def _opened(code: str, first, last, writer: User, other: User) -> None:
    """Written and released the day before it began."""
    form = forms()[code]
    at = office_moment(first - timedelta(days=1), time(9))
    title = f"{first.year}年{form.title}"
    told = actions.QuestionnaireInput(title, form.about, first, last, form.level, list(form.questions))
    made = actions.write(code, told, actor=writer, at=at)
    actions.release(made, version=None, actor=other, at=at)


def _answered(questionnaire: Questionnaire, most: int) -> None:
    """Counts as some people of each township would have left them; of one of them only a few."""
    lot = Random(questionnaire.form)
    rows = []
    areas = Area.objects.filter(level=Area.Level.TOWNSHIP, code__startswith=COUNTY).order_by("code")
    for place, area in enumerate(areas):
        sheets = 3 if place == 1 else most + lot.randrange(most)
        rows.append(QuestionnaireCount(questionnaire=questionnaire, area=area, count=sheets))
        for question in asked(questionnaire.questions):
            ticked = lot.choices(
                range(len(question.of.options)), weights=(50, 30, 9, 5, 6)[: len(question.of.options)], k=sheets
            )
            rows += [
                QuestionnaireCount(
                    questionnaire=questionnaire,
                    area=area,
                    question=question.name,
                    option=option,
                    count=ticked.count(option),
                )
                for option in sorted(set(ticked))
            ]
    QuestionnaireCount.objects.bulk_create(rows)
