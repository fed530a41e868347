"""What is typed of a questionnaire, and what is ticked in one."""

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.cases.fields.asked import facts_of
from governance.cases.fields.forms import FactsForm
from governance.cases.fields.kind import Setting
from governance.cases.intake.people_forms import text_field
from governance.frame.forms.fields import field_in
from governance.organisation.models import Area

from ..models import Questionnaire
from .actions import MOST_CODES, QuestionnaireInput
from .reference import Form
from .scales import SCALES, asked

FACTS = facts_of(
    "governance.citizens",
    "questionnaire",
    level=tuple(Questionnaire.Level.choices),
    by_code=(("0", "不凭码，知道网址的都能填"), ("1", "凭码，一张码填一份")),
    scale=tuple((scale.code, scale.label) for scale in SCALES.values()),
)


class QuestionnaireForm(FactsForm):
    """What a questionnaire says and asks."""

    def __init__(self, setting: Setting, data=None, *, initial: dict):
        super().__init__(FACTS, setting, data)
        self.initial = initial

    def told(self) -> QuestionnaireInput:
        """What was typed."""
        said = dict(self.cleaned_data)
        said["by_code"] = said["by_code"] == "1"
        said["questions"] = [(row["text"], row["scale"]) for row in said["questions"] or []]
        return QuestionnaireInput(**said)


def begun(form: Form, today: date) -> dict:
    """What the form of a new one begins with."""
    questions = [{"text": text, "scale": scale} for text, scale in form.questions]
    told = {"title": f"{today.year}年{form.title}", "about": form.about, "level": form.level, "by_code": "0"}
    return told | {"first": today, "questions": questions}


def stood(questionnaire: Questionnaire) -> dict:
    """What the form of one that stands begins with."""
    told = {name: getattr(questionnaire, name) for name in ("title", "about", "first", "last", "level")}
    questions = [{"text": each.text, "scale": each.scale} for each in asked(questionnaire.questions)]
    return told | {"by_code": str(int(questionnaire.by_code)), "questions": questions}


class CodesForm(forms.Form):
    """How many slips."""

    number = forms.IntegerField(
        label="制多少个码",
        min_value=1,
        max_value=MOST_CODES,
        error_messages={
            "required": "请填写制多少个码。",
            "invalid": "请填写数字。",
            "min_value": "至少 1 个。",
            "max_value": f"一份问卷最多 {MOST_CODES} 个码。",
        },
    )


class AnswerForm(forms.Form):
    """A sheet: where somebody lives, and one answer a question; delivered questions in the language of the page."""

    area = forms.ChoiceField(
        label=_("您住在哪里"), error_messages={"required": _("请选地方。"), "invalid_choice": _("请从列表中选地方。")}
    )

    def __init__(self, questionnaire: Questionnaire, data=None):
        super().__init__(data)
        self.places = {area.pk: area for area in _places(questionnaire.level)}
        field_in(self, "area").choices = [("", gettext("请选择")), *_grouped(self.places.values())]
        self.questions = asked(questionnaire.questions)
        for question in self.questions:
            self.fields[question.name] = forms.ChoiceField(
                label=gettext(question.text),
                choices=[(str(place), gettext(option)) for place, option in enumerate(question.of.options)],
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选一项。")),
            )
        if questionnaire.by_code:
            self.fields["code"] = text_field(_("问卷码"), 30, required=True, placeholder="ABCD-EFGH-JKMN")

    def told(self) -> tuple[Area, dict[str, int], str]:
        """Where, what was ticked, and with which code."""
        said = self.cleaned_data
        ticked = {question.name: int(said[question.name]) for question in self.questions}
        return self.places[said["area"]], ticked, said.get("code", "")


def _places(level: str):
    return Area.in_use().filter(level=level).select_related("parent").order_by("code")


def _grouped(areas) -> list:
    """Villages under their townships."""
    groups: dict[str, list] = {}
    for area in areas:
        above = area.parent.name if area.level == Area.Level.VILLAGE and area.parent else ""
        groups.setdefault(above, []).append((area.pk, area.name))
    return groups[""] if list(groups) == [""] else list(groups.items())
