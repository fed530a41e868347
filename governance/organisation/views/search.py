"""What the picker boxes ask for: short lists as JSON."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.organisation import pickers
from governance.organisation.models import Area, Unit
from governance.organisation.roles import LABELS


def _answer(results: list[dict]) -> JsonResponse:
    return JsonResponse({"results": results})


def _asked(request) -> str:
    return request.GET.get("q", "").replace("\0", "")[:50]


def _known(request, name: str, allowed) -> tuple[str, ...]:
    return tuple(value for value in request.GET.getlist(name) if value in allowed)


@require_safe
def areas(request):
    """Areas by name or code: ``q``, ``scope`` (code of the area they must lie in), ``level`` (repeatable)."""
    scope = request.GET.get("scope", "")
    if not scope.isdecimal() or len(scope) > 15:
        scope = ""
    found = pickers.find_areas(_asked(request), scope=scope, levels=_known(request, "level", Area.Level.values))
    return _answer([{"value": pickers.area_path(area), "hint": area.code} for area in found[: pickers.LIMIT]])


@require_safe
def units(request):
    """Active units by name: ``q``, ``kind`` (repeatable)."""
    found = pickers.find_units(_asked(request), kinds=_known(request, "kind", Unit.Kind.values))
    return _answer([{"value": unit.name, "hint": unit.get_kind_display()} for unit in found[: pickers.LIMIT]])


@require_safe
def people(request):
    """Active people by name or login name: ``q``, ``unit`` and ``role`` (both repeatable)."""
    today = timezone.localdate()
    chosen = [int(value) for value in request.GET.getlist("unit") if value.isdecimal() and len(value) < 10]
    found = pickers.find_people(
        _asked(request), on=today, units=chosen or None, roles=_known(request, "role", LABELS)
    ).prefetch_related(pickers.posts_of_the_day(today))
    return _answer(
        [
            {
                "value": pickers.person_words(user),
                "hint": "、".join(f"{post.unit.short_name}·{LABELS[post.role.name]}" for post in user.posts_today),
            }
            for user in found[: pickers.LIMIT]
        ]
    )
