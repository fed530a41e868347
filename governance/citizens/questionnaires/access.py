"""Who writes questionnaires: those who oversee the county; and who reads what came of them."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.http import Http404, HttpResponse
from django.urls import reverse

from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Area, User
from governance.organisation.posts.entrusting import InHand
from governance.organisation.standing import PersonRequest, Standing

from ..models import Questionnaire

SEE, MANAGE = "citizens.see_questionnaires", "citizens.manage_questionnaires"


def allowed(standing: Standing, permission: str) -> bool:
    """True for who has the permission; to write, in a post that oversees all of a county."""
    if permission == SEE:
        return SEE in standing.permissions
    return any(len(code) == Area.CODE_LENGTH[Area.Level.COUNTY] for code in standing.areas_with(permission))


def only(permission: str) -> Callable:
    """A page for those alone; raises StepNotAllowed for others."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def page(request: PersonRequest, *args, **kwargs) -> HttpResponse:
            if not allowed(request.standing, permission):
                raise StepNotAllowed("由县综治办、县综治中心起草问卷，领导和综治中心查看结果。")
            return view(request, *args, **kwargs)

        return page

    return decorate


def questionnaire_for(standing: Standing, pk: int) -> Questionnaire:
    """One of them, a draft for whoever writes; raises Http404 for any other."""
    found = Questionnaire.objects.select_related("written_by", "opened_by").filter(pk=pk).first()
    if found is None or (found.is_draft and not allowed(standing, MANAGE)):
        raise Http404("没有这份问卷。")
    return found


def in_hand(user: User, today: date) -> list[InHand]:
    """What is told of the drafts of somebody who leaves: they stay, for the others who write questionnaires."""
    count = Questionnaire.objects.filter(written_by=user, state=Questionnaire.State.DRAFT).count()
    said = f"起草的 {count} 份问卷还没有发布，由其他起草问卷的人接着办。"
    return [InHand(said, reverse("citizens:questionnaires"))] if count else []
