"""Which days, which place and, of a study, which line of work a document is about."""

from datetime import date
from uuid import uuid4

from django import forms

from governance.assessment.models import ScoredPeriod
from governance.figures.forms import COUNTED
from governance.figures.headlines import headlines
from governance.figures.periods import Period, begun_with, period_of
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import PlausibleDay
from governance.frame.forms.rendering import PlainSelect
from governance.organisation.models import Area

from .documents import SCHEME, SCORED, Document


def _one_of(label: str, missing: str, help_text: str) -> forms.ModelChoiceField:
    said = {"required": missing, "invalid_choice": missing}
    nothing = ScoredPeriod.objects.none()
    return forms.ModelChoiceField(nothing, label=label, empty_label="请选择", error_messages=said, help_text=help_text)


class ChosenForm(forms.Form):
    """About which period of assessment, or which scheme, the document is; the field is called as the document says."""

    FIELDS = {
        SCORED: ("考核期", "请选已经公布的一期考核。", "公布以后的才能写成通报；得分、名次照冻结的写。"),
        SCHEME: ("考核方案", "请选一个施行的考核方案。", "责任书的目标照方案的项目、分值和计分办法写。"),
    }
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, of: str, rows, data=None, *, initial: str = ""):
        super().__init__(data, initial={of: initial})
        self.fields[of] = _one_of(*self.FIELDS[of])
        field_in(self, of).queryset = rows


class MakeForm(forms.Form):
    """The question from which a draft is written; ``token`` makes sending it twice one job."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    first = PlausibleDay(label="从", reach=COUNTED, error_messages={"required": "请填写开始的日期。"})
    last = PlausibleDay(label="到", reach=COUNTED, error_messages={"required": "请填写结束的日期。"})
    area = forms.ModelChoiceField(
        Area.objects.none(), label="地方", empty_label=None, error_messages={"required": "请选地方。"}
    )
    subject = forms.ChoiceField(label="专题", widget=PlainSelect)

    def __init__(self, document: Document, areas, data=None, *, today: date):
        period = Period(today, today)
        if document.period != "today":
            period = period_of(begun_with(document.period, today), today)
        super().__init__(data, initial={"first": period.first, "last": min(period.last, today)})
        self.today = today
        field_in(self, "area").queryset = areas
        if document.of_subject:
            field_in(self, "subject").choices = [(line.subject, line.subject) for line in headlines()]
        else:
            del self.fields["subject"]

    def clean(self):
        super().clean()
        told = self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if first and first > self.today:
            self.add_error("first", "开始的日期不能晚于今天。")
        elif first and last and last < first:
            self.add_error("last", "结束的日期不能早于开始的日期。")
        return told
