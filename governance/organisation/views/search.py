"""What the picker boxes ask for: short lists as JSON."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.organisation.pickers import LIMIT, Choices


@require_safe
def suggest(request, choices: type[Choices], **narrow):
    """What has the words of ``q``, or lies ``under`` a record; the rest of the address narrows it.

    Where nothing is asked for, ``lately`` comes what the reader's units took lately, before the top of the tree.
    """
    words = request.GET.get("q", "").replace("\0", "").strip()[:50]
    asked = choices.asked(request.GET, office_day(timezone.now()), **narrow)
    if under := request.GET.get("under", "")[:15]:
        return answer(asked.under(under))
    if words:
        return answer(
            asked.suggestions(words), nothing=f"没有找到“{words}”，换个说法、拼音首字母，或者清空后从目录里找。"
        )
    return answer(asked.tops(), lately=asked.lately(request.user, request.standing.units))


def answer(found: list[dict], *, nothing: str = "", lately: list[dict] | None = None) -> JsonResponse:
    """What the box lists, and says where there is more or nothing."""
    said = f"只列出前 {LIMIT} 个，再输入几个字缩小范围。" if len(found) > LIMIT else "" if found else nothing
    answer = {"results": found[:LIMIT]} | ({"lately": lately} if lately else {}) | ({"said": said} if said else {})
    return JsonResponse(answer)
