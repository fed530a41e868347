"""How satisfied whoever brought a matter is with its end: said once, by number and code, without a login."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.cases.common_facts import ASKED
from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.forms import long_field
from governance.cases.models import Case
from governance.cases.steps import actions, possible
from governance.cases.workflow import NOT_ACCUSING
from governance.counter.progress import ANSWERINGS
from governance.frame.forms.fields import field_in
from governance.frame.forms.posted import show_refusal
from governance.frame.refusals import Refusal

SAID = "rate"


class RatingForm(AccusingForm):
    """How satisfied they are, in the words of the step that keeps it."""

    accusing_in = ("note",)

    rating = forms.ChoiceField(
        label=_("您满意吗"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项。"), "invalid_choice": _("请重新选择。")},
    )
    note = long_field(_("您还想说的"), rows=3)

    def __init__(self, *args, ratings, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "rating").choices = [(code, gettext(label)) for code, label in ratings]


def rated(request: HttpRequest, case: Case, at: datetime) -> RatingForm | None:
    """What was said on this page is kept; the form where it can be said now, None where not or where it was."""
    name = ANSWERINGS[case.kind].rates
    if not name or possible.why_not(case.own, step := possible.known_step(case, name), at):
        return None
    ratings = next(fact.choices for fact in step.facts if fact.name == "rating")
    form = RatingForm(request.POST if request.POST.get("then") == SAID else None, ratings=ratings)
    if not form.is_valid():
        return form
    # Whoever rates tells of their own matter, of an illness as well.
    answered = ASKED | {NOT_ACCUSING.name: bool(form.accusing_words)}
    said = form.cleaned_data | {"heard_by": "online"} | answered
    try:
        actions.take_step(case, name, said, actor=None, at=at)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return form
    messages.success(request, gettext("谢谢，您的评价已经记下。"))
    return None
