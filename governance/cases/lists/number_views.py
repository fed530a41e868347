"""What a box suggests that asks for the number of another case."""

from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation.pickers import LIMIT
from governance.organisation.views.search import answer

from .. import registry
from ..search.bigrams import normal
from ..search.cases import CASE_NUMBER, case_number, holds_number, search


@require_safe
def numbers(request):
    """The cases that hold the words of ``q``, newest first, of those that the reader may know of: of one ``kind`` and
    never the one ``besides``, where these are said. A whole number names one case, and none that only speaks of it.
    Nobody is looked up by a phone or ID number here.
    """
    words = request.GET.get("q", "").replace("\0", "").strip()[:50]
    kind = request.GET.get("kind", "")
    if not words:
        return answer([])
    if holds_number(words):
        return answer([], nothing="这里按编号、标题、姓名查找，不按电话和证件号码查找。")
    try:
        found = search(request.user, words, kinds=(kind,) if kind in registry.KINDS else ())
    except Refusal as refusal:
        return answer([], nothing=refusal.sentence)
    found = found.exclude(number=request.GET.get("besides", ""))
    whole = case_number(words)
    named = list(found.filter(number=whole)) if CASE_NUMBER.fullmatch(normal(whole)) else []
    cases = named or found[: LIMIT + 1]
    lines = [
        {"value": case.number, "key": case.number, "hint": f"{case.title}（{office_day(case.opened_at)}）"}
        for case in cases
    ]
    return answer(lines, nothing=f"没有找到有“{words}”的事项。")
