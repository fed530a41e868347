"""What is suggested while a petition is typed: three categories and three units, chosen by nobody but the clerk."""

from governance.cases.intake.suggestions import Suggested
from governance.cases.models import Category
from governance.organisation.models import Unit

from ..models import Petition
from .learned import CATEGORY, UNIT, Trial, learned
from .signs import text_of


def suggested(petition: Petition) -> list[Suggested]:
    """The likeliest categories and units for what the unsaved petition says; none where nothing was learned."""
    text = text_of(petition.title, petition.summary, petition.facts_and_reasons)
    found = []
    if (categories := learned(CATEGORY)) and (keys := categories.best(text)):
        known = Category.objects.filter(is_active=True).in_bulk(keys)
        names = [known[key].path for key in keys if key in known]
        found.append(Suggested("内容类别", names, _said(categories.trial), field="category"))
    if (units := learned(UNIT)) and (keys := units.best(text)):
        open_units = Unit.objects.filter(is_active=True).in_bulk(keys)
        names = [open_units[key].name for key in keys if key in open_units]
        found.append(Suggested("承办单位", names, _said(units.trial)))
    return found


def _said(trial: Trial) -> str:
    first, three = f"{trial.first:.0%}", f"{trial.among_three:.0%}"
    return f"最近 {trial.tried} 件里，第一个对的 {first}，前三个里有的 {three}（{trial.learned_on} 学习）。"
