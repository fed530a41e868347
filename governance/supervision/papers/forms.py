"""The form of a paper that the centre proposes, and the one by which the county says what law it rests on."""

from django import forms

from governance.cases.intake.accusing_forms import ColleagueForm
from governance.frame.forms.posted import VersionField
from governance.organisation.models import Unit
from governance.organisation.pickers import PickerField, Units

from ..models import SubjectLaw
from ..vocabulary import DECIDED_BY_COMMITTEE, GROUNDS, RUNGS


class ProposeForm(ColleagueForm):
    """Which rung, for which unit, why; the alarms are ticked beside it."""

    accusing_in = ("reason",)

    rung = forms.ChoiceField(
        label="措施",
        choices=[(code, label) for code, label in RUNGS if code not in DECIDED_BY_COMMITTEE],
        error_messages={"required": "请选择措施。"},
    )
    target_unit = PickerField(
        Units(),
        label="责任单位",
        required=False,
        help_text="勾选的都属于同一单位的，可以不选。",
        widget=forms.TextInput(attrs={"placeholder": "所选事项的单位"}),
    )
    ground = forms.ChoiceField(label="事由", choices=GROUNDS, error_messages={"required": "请选择事由。"})
    reason = forms.CharField(
        label="情况",
        max_length=2000,
        required=False,
        help_text="勾选的事项超期、缺报、没有落实的，可以不填，文书按勾选的写明。写明编号的事项，一并列为督办事项。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LawForm(forms.Form):
    """Which papers the law of a subject lets go to whom, by which article, and the decision that says so."""

    rungs = forms.MultipleChoiceField(
        label="可以制发的文书",
        choices=RUNGS,
        required=False,
        help_text="都不选的，对这类事项不制发督办文书",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列表中选择文书。"},
    )
    addressees = forms.MultipleChoiceField(
        label="发文对象",
        choices=Unit.Kind.choices,
        required=False,
        help_text="都不选的，可以发给法院、检察院、纪检监察机关以外的单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列表中选择单位种类。"},
    )
    article = forms.CharField(label="依据条文", max_length=120, required=False)
    measures = forms.CharField(
        label="约谈、通报、挂牌督办、责令限期整改的依据",
        max_length=120,
        required=False,
        help_text="不填的，与其他文书相同",
    )
    why = forms.CharField(
        label="为什么限于此", max_length=200, required=False, help_text="不能制发或者不能发给某单位时，系统这样说明"
    )
    reason = forms.CharField(
        label="依据的决定或者文号", max_length=150, error_messages={"required": "请写明依据的决定或者文号。"}
    )
    version = VersionField()

    def __init__(self, data=None, *, law: SubjectLaw):
        told = ("rungs", "addressees", "article", "measures", "why", "version")
        super().__init__(data, initial={name: getattr(law, name) for name in told})
