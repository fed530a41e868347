"""What people type on duties: returns, special periods, plans. Shape only; what is lawful the verbs know."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from governance.cases.fields.inputs import MomentInput
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.cases.models import Case
from governance.frame.days import office_day
from governance.frame.forms.plausible import NearMoment
from governance.frame.forms.posted import VersionField
from governance.organisation.forms.wording import ask_for_fields

from ..findings import actions as findings
from ..models import DutyPlan, DutyTask, Return, ReturnItem
from ..models.return_ import DEFAULT_CATEGORY
from .actions import KINDS, ReturnInput, zero_taken_from

MOST_MATTERS = 50
LONG = {"rows": 3}
ASKED = {"phoned_by": "代报的，请写明是谁来电报送的。", "reason": "更正已报送的内容，请写明原因。"}


class CaseChoices(forms.ModelMultipleChoiceField):
    """Cases by their number, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, case):
        return f"{case.number} {case.title}"


class ReturnForm(ColleagueForm):
    """What was found, done, or not found, for one task."""

    accusing_in = ("matters", "text", "reason")

    version = VersionField()
    kind = forms.ChoiceField(label="报送", widget=forms.RadioSelect)
    cases = CaseChoices(
        label="本期登记的事项", queryset=Case.objects.none(), required=False, help_text="勾选这次排查到的。"
    )
    numbers = forms.CharField(
        label="其他事项编号", required=False, max_length=1000, help_text="已经登记过的写编号，几个编号之间空一格。"
    )
    matters = forms.CharField(
        label="尚未登记的情况",
        required=False,
        max_length=5000,
        help_text="还没有登记的，每行写一件：何处、何人之间、何事。",
        widget=forms.Textarea(attrs=LONG),
    )
    category = forms.ChoiceField(
        label="排查类别", choices=ReturnItem.Category.choices, widget=forms.RadioSelect, required=False
    )
    amount = forms.IntegerField(
        label="完成次数",
        min_value=1,
        max_value=1000,
        error_messages={
            "min_value": "完成次数至少为 1。",
            "max_value": "完成次数过大，请核对。",
            "invalid": "请填数字。",
        },
    )
    text = forms.CharField(label="情况说明", required=False, max_length=5000, widget=forms.Textarea(attrs=LONG))
    phoned_by = forms.CharField(
        label="来电人",
        max_length=30,
        help_text="这个单位打电话来报的，写明是谁打的；报送中会注明由您代报。",
    )
    phoned_at = NearMoment(
        label="来电时间",
        required=False,
        widget=MomentInput,
        error_messages={"invalid": "请填写正确的日期和时间。"},
        help_text="当时没有记下、后来补记的，写来电的时间，按来电时间算是否迟报；不填为现在。",
    )
    reason = forms.CharField(
        label="更正原因",
        max_length=200,
        help_text="原来报送的内容仍然保留。",
    )

    def __init__(
        self, data=None, *, task: DutyTask, user, candidates: QuerySet, current: Return | None, own: bool, ticked=()
    ):
        self.user = user
        enough = current is not None and not task.is_owed
        items = list(current.items.select_related("case")) if current else []
        named = [item.case for item in items if item.case]
        seen = Case.objects.visible_to(user).filter(pk__in=[case.pk for case in named]) if named else ()
        # What the person who corrects may not know of is not theirs to take out.
        self.kept = [case for case in named if case not in seen]
        words = findings.hidden_words(task, user) if any(item.text for item in items) else set()
        self.kept_words = [item.text for item in items if item.text in words]
        shown = [item for item in items if item.case not in self.kept and item.text not in words]
        super().__init__(data, initial=self._initial(task, current, shown, {case.pk for case in candidates}, ticked))
        kinds = KINDS[task.plan.form]
        fields: Any = self.fields
        fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if Return.Kind.ZERO in kinds and office_day(timezone.now()) < (zero := zero_taken_from(task)):
            fields["kind"].help_text = f"有情况的，随时报送；零报告从 {zero} 起报。"
        fields["cases"].queryset = candidates
        fields["text"].required = task.plan.form == DutyPlan.Form.DONE
        fields["text"].label = "做了什么" if task.plan.form == DutyPlan.Form.DONE else "情况说明"
        if task.quota > 1:
            said = f"本期定额 {task.quota} 次；写到现在为止的总次数，没有完成的可以继续补报。"
            fields["amount"].help_text = said
        for name in self._left_out(task.plan.form, own=own, enough=enough):
            del self.fields[name]
        ask_for_fields(self)
        for name in ASKED.keys() & self.fields.keys():
            self.fields[name].error_messages["required"] = ASKED[name]

    @staticmethod
    def _left_out(form: str, *, own: bool, enough: bool) -> list[str]:
        names = [] if form == DutyPlan.Form.SWEEP else ["cases", "numbers", "matters", "category"]
        names += ["kind"] if form == DutyPlan.Form.DONE else ["amount"]
        names += ["phoned_by", "phoned_at"] if own else []
        return names if enough else [*names, "reason"]

    @staticmethod
    def _initial(task: DutyTask, current: Return | None, items: list, offered: set[int], ticked) -> dict:
        """What stands in the boxes at first: nothing, or what is to be corrected; ``ticked`` were ticked before."""
        category = DEFAULT_CATEGORY.get(task.unit.kind, ReturnItem.Category.AREA)
        if current is None:
            return {"version": 0, "amount": 1, "category": category, "cases": ticked}
        return {
            "version": current.version,
            "kind": current.kind,
            "text": current.text,
            "amount": current.amount,
            "phoned_by": current.phoned_by,
            "phoned_at": current.phoned_at,
            "category": items[0].category if items else category,
            "cases": ticked or [item.case_id for item in items if item.case_id in offered],
            "numbers": " ".join(item.case.number for item in items if item.case and item.case_id not in offered),
            "matters": "\n".join(item.text for item in items if item.text),
        }

    def clean_numbers(self) -> list[Case]:
        """The cases of these numbers, all of which the person may know of."""
        wanted = list(dict.fromkeys(re.split(r"[\s,，、;；]+", self.cleaned_data["numbers"].strip().upper())))
        wanted = [number for number in wanted if number]
        found = {case.number: case for case in Case.objects.visible_to(self.user).filter(number__in=wanted)}
        unknown = [number for number in wanted if number not in found]
        if unknown:
            raise forms.ValidationError(f"没有找到编号为 {'、'.join(unknown[:5])} 的事项，请核对。")
        return [found[number] for number in wanted]

    def clean_matters(self) -> list[str]:
        """One matter a line."""
        lines = [line.strip() for line in self.cleaned_data["matters"].splitlines() if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("每件不超过 200 个字，详细情况请登记为事项。")
        if len(lines) > MOST_MATTERS:
            raise forms.ValidationError(f"一次最多写 {MOST_MATTERS} 件。")
        return lines

    def handed(self) -> ReturnInput:
        """What was typed; read it after ``is_valid``."""
        told = self.cleaned_data
        cases = {case.pk: case for case in (*told.get("cases", ()), *told.get("numbers", ()))}
        found = told.get("kind") == Return.Kind.FOUND
        return ReturnInput(
            kind=told.get("kind", Return.Kind.DONE),
            text=told.get("text", ""),
            amount=told.get("amount") or 0,
            cases=list(cases.values()) if found else [],
            kept=self.kept if found else [],
            matters=[*told.get("matters", []), *self.kept_words] if found else [],
            category=told.get("category") or ReturnItem.Category.AREA,
            phoned_by=told.get("phoned_by", ""),
            phoned_at=told.get("phoned_at"),
            reason=told.get("reason", ""),
        )
