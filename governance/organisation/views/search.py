"""What the picker boxes ask for: short lists as JSON."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.organisation.pickers import Choices


@require_safe
def suggest(request, choices: type[Choices], **narrow):
    """What has the words of ``q``; the rest of the address narrows it as its own kind of choices reads it."""
    words = request.GET.get("q", "").replace("\0", "")[:50]
    asked = choices.asked(request.GET, office_day(timezone.now()), **narrow)
    return JsonResponse({"results": asked.suggestions(words)})
