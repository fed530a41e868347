"""What is typed of a publication, and why one is given back, withdrawn or dropped."""

from django import forms

from governance.cases.fields.inputs import LongField
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import AGREED, PLANNED, PlausibleDay
from governance.organisation.pickers import Areas, PickerField, Units
from governance.organisation.standing import Standing

from .. import access
from ..models import Publication, PublicationKind
from .actions import PublicationInput

LONGEST_BODY = 20_000
BODY_HELP = (
    "一行一段。以 = 开头的是小标题；以 | 开头、用 | 隔开的是表格，第一行是表头；"
    "表格下面写“图：标题”，按表格画图。不要写网页代码。"
)


class PublicationForm(forms.Form):
    """A publication as it is drafted."""

    title = forms.CharField(label="标题", max_length=100, error_messages={"required": "请写标题。"})
    unit = PickerField(Units(), label="起草单位", error_messages={"required": "请选起草单位。"})
    area = PickerField(Areas(), label="涉及地方", error_messages={"required": "请选涉及地方。"})
    body = LongField(label="正文", max_length=LONGEST_BODY, required=False, help_text=BODY_HELP)
    planned_on = PlausibleDay(label="计划日期", reach=PLANNED, required=False)
    until = PlausibleDay(label="有效期至", reach=AGREED, required=False)
    replaces = forms.ModelChoiceField(
        Publication.objects.none(),
        label="代替哪一期",
        required=False,
        empty_label="不代替",
        help_text="新的一期发布后，原来的标为已被代替。",
    )

    def __init__(self, kind: PublicationKind, standing: Standing, data=None, *, of: Publication | None = None, **more):
        super().__init__(data, **more)
        self.made_of = of.made_of if of else {}
        self.fields["body"].widget.attrs["rows"] = 16
        self.fields["planned_on"].label = f"计划{kind.issue_word}日期"
        self.fields["until"].required = kind.asks_until
        self.fields["until"].error_messages["required"] = "请写有效期至哪一天。"
        taken = Publication.objects.exclude(replaces=None).exclude(pk=of.pk if of else 0).values("replaces")
        field_in(self, "replaces").queryset = access.replaceable(kind, standing).exclude(pk__in=taken)
        field_in(self, "replaces").label_from_instance = lambda each: f"{each.number} {each.title}"

    def told(self) -> PublicationInput:
        """What was typed."""
        return PublicationInput(**self.cleaned_data, made_of=self.made_of)


def initial_of(publication: Publication) -> dict:
    """What the form of a draft begins with."""
    names = ("title", "body", "planned_on", "until", "replaces")
    return {name: getattr(publication, name) for name in names} | {
        "unit": publication.unit_id,
        "area": publication.area_id,
    }


class MoveForm(forms.Form):
    """A button: it asks nothing, and says above the page why it was not done."""


class ReasonForm(forms.Form):
    """Why one is given back, withdrawn or dropped."""

    reason = forms.CharField(label="事由", max_length=200, error_messages={"required": "请写明事由。"})
