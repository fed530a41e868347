"""The register page of a dispute as a form: shape only; what the law wants is in the workflow and the actions."""

from typing import Any

from django import forms

from governance.cases.common_facts import CHANNELS
from governance.cases.fields.categories import Categories
from governance.cases.fields.inputs import MoneyField
from governance.cases.intake.forms import PEOPLE, WHERE, IntakeForm, count_field, long_field, radio_field
from governance.cases.intake.people_forms import PeopleGroup, text_field
from governance.cases.models import Case, Participant
from governance.frame.forms.fields import field_in
from governance.organisation.models import Unit
from governance.organisation.pickers import PickerField, Units

from ..models import Dispute
from ..vocabulary import (
    BELOW,
    LOOKED_AT_FIRST,
    NOT_REFERRED,
    PROCEDURES,
    PROCEDURES_OF,
    REFERRALS,
    REFERRALS_OF,
    REFERRERS,
    TRACK_LABELS,
    track_of,
)
from .actions import MOST_REPRESENTATIVES, AtOnce

Part = Participant.Part
APPLICANTS = PeopleGroup(Part.APPLICANT, "申请人", 5, "applicant_", more="添加申请人")
RESPONDENTS = PeopleGroup(Part.RESPONDENT, "被申请人", 5, "respondent_", more="添加被申请人")
OTHERS = (
    PeopleGroup(Part.THIRD, "第三人", 3, "third_", shown=0),
    PeopleGroup(Part.REPRESENTATIVE, "申请方代表人", MOST_REPRESENTATIVES, "representative_", shown=0),
    PeopleGroup(Part.OTHER_SPEAKER, "被申请方代表人", MOST_REPRESENTATIVES, "other_speaker_", shown=0),
    PeopleGroup(Part.AGENT, "代理人", 4, "agent_", shown=0),
)
# Sources in which another organ hands the dispute over.
HANDED_OVER = (Dispute.Source.PETITION, Dispute.Source.POLICE, Dispute.Source.COURT, Dispute.Source.GRID)
USUAL_SOURCE = {
    Unit.Kind.POLICE: Dispute.Source.POLICE,
    Unit.Kind.COURT: Dispute.Source.COURT,
    Unit.Kind.PETITION_OFFICE: Dispute.Source.PETITION,
}


class RegisterForm(IntakeForm):
    """What the party, the police, the court or the grid worker tells of a dispute."""

    groups = (APPLICANTS, RESPONDENTS, *OTHERS)
    asked_in_order = (
        *("unit", "source", "channel", "came_by", "sender", PEOPLE, "category", *WHERE, "summary"),
        *("grade", "scale", "people_count", "amount"),
    )
    asked_last = (
        *("on_spot", "on_spot_result", "settled_by"),
        *("direct", "procedure", "referral", "consent", "informed"),
    )

    accusing_in = (*IntakeForm.accusing_in, "on_spot_result")

    source = radio_field("来源", Dispute.Source.choices, initial=Dispute.Source.APPLICATION)
    sender = PickerField(Units(), label="移送单位", required=False, help_text="移送单位能看到本件的办理经过和结果。")
    channel = radio_field("申请方式", CHANNELS, initial=Case.Channel.VISIT, required=False)
    category = PickerField(
        Categories("dispute"), label="纠纷类型", error_messages={"required": "请从列表中选择纠纷类型。"}
    )
    grade = radio_field("等级", Dispute.Grade.choices, initial=Dispute.Grade.GENERAL)
    scale = radio_field("规模", Dispute.Scale.choices, initial=Dispute.Scale.INDIVIDUAL)
    people_count = count_field("涉及人数", least=2)
    amount = MoneyField(label="涉及金额（元）", required=False)
    summary = long_field("纠纷概况", rows=4, required=True, help_text="起因、争议的事项、双方各自的要求。")
    title = text_field("标题", 120, placeholder="不填写的，取纠纷概况的第一句")
    on_spot = forms.BooleanField(
        label="已经当场化解",
        required=False,
        help_text="双方没有争议、约定的事项已经当场履行的，登记和办结一次完成，计入本级化解的件数；重大疑难纠纷先登记，报告后再记录。",
    )
    on_spot_result = long_field("化解情况", rows=3)
    settled_by = radio_field("由谁劝和", (("", "本单位"), *BELOW), required=False)
    direct = forms.BooleanField(label="由本单位直接调解", required=False)
    procedure = forms.ChoiceField(label="适用程序", required=False)
    referral = forms.ChoiceField(
        label="委派委托",
        choices=REFERRALS,
        required=False,
        help_text="人民法院、公安机关、行政机关委派、委托或者移交的，调解结束后须书面回函。",
    )
    consent = forms.BooleanField(
        label="双方当事人同意调解",
        required=False,
        help_text="勾选的，登记后即受理，从收到之日起计算调解期限；当事人一方明确拒绝的，不得调解。《人民调解法》第十七条",
    )
    informed = forms.BooleanField(
        label="已告知当事人权利义务", required=False, help_text="《人民调解法》第二十三条、第二十四条"
    )

    def __init__(self, data=None, *, units, standing, **kwargs):
        first = units[0]
        initial = {"source": USUAL_SOURCE.get(first.kind, Dispute.Source.APPLICATION), **kwargs.pop("initial", {})}
        super().__init__(data, units=units, standing=standing, initial=initial, **kwargs)
        vars(self.fields["on_spot_result"]).update(asked="选“已经当场化解”的必填")
        # Either it is settled, or somebody mediates it now.
        vars(self.fields["on_spot"]).update(asked_when="direct=")
        vars(self.fields["direct"]).update(asked_when="on_spot=")
        accepting = standing.units_with("cases.handle_case")
        self.mediating = [unit for unit in units if track_of(unit.kind)]
        at_the_desk = [unit for unit in self.mediating if track_of(unit.kind) not in LOOKED_AT_FIRST]
        self.accepting = {unit.pk for unit in at_the_desk if unit.pk in accepting}
        if not self.mediating:
            for name in ("direct", "procedure", "referral"):
                del self.fields[name]
        else:
            self._offer_procedures()
        if not self.accepting:
            del self.fields["consent"], self.fields["informed"]

    def _offer_procedures(self) -> None:
        """Only what the person's own units can choose from."""
        codes = [code for unit in self.mediating for code in PROCEDURES_OF[track_of(unit.kind)]]
        field_in(self, "procedure").choices = [(code, label) for code, label in PROCEDURES if code in codes]
        self.fields["direct"].help_text = (
            "登记后立即启动"
            + "、".join(sorted({TRACK_LABELS[track_of(unit.kind)] for unit in self.mediating}))
            + "；不勾选的，登记后再选择调解组织。"
        )

    def has_others(self) -> bool:
        """True if somebody stands in a row beyond the two sides, or something is wrong there."""
        return any(rows.is_open for rows in self.people_groups()[2:])

    def clean(self):
        cleaned = super().clean()
        for group in (APPLICANTS, RESPONDENTS):
            name = group.box("name", 1)
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"请填写{group.label}姓名；双方当事人都要登记。")
        cleaned["channel"] = cleaned.get("channel") or Case.Channel.VISIT
        if cleaned.get("source") not in HANDED_OVER:
            cleaned["sender"] = None
        if cleaned.get("on_spot"):
            if not cleaned.get("on_spot_result") and "on_spot_result" not in self.errors:
                self.add_error("on_spot_result", "当场化解的，请写明化解情况。")
            if cleaned.get("direct"):
                self.add_error("direct", "已经当场化解的，不再启动调解。")
            if cleaned.get("grade") == Dispute.Grade.MAJOR:
                self.add_error("grade", "重大疑难纠纷应当书面报告，请先登记，报告后再记录当场化解。")
        elif cleaned.get("direct"):
            self._check_direct(cleaned)
        return cleaned

    def _check_direct(self, cleaned: dict) -> None:
        unit = self.intake_unit()
        if not track_of(unit.kind):
            self.add_error("direct", f"{unit.short_name}不是调解组织，请登记后另选调解组织。")
        if cleaned.get("consent") and not cleaned.get("informed"):
            self.add_error("informed", "受理前应当告知当事人权利义务，告知后勾选。")
        referral = cleaned.get("referral") or NOT_REFERRED
        if referral == NOT_REFERRED:
            return
        track = track_of(unit.kind)
        if track and referral not in REFERRALS_OF[track]:
            self.add_error("referral", f"{TRACK_LABELS[track]}没有这种来源，请核对。")
        sender = cleaned.get("sender")
        if sender is None:
            self.add_error("sender", "委派、委托的，请填写移送单位。")
        elif sender.kind not in REFERRERS[referral]:
            self.add_error("sender", f"{sender.name}不能作“{dict(REFERRALS)[referral]}”，请核对。")

    def case(self) -> Dispute:
        """The dispute; the unit that handed it over has sent it."""
        dispute: Any = super().case()
        sender = self.cleaned_data.get("sender")
        dispute.people_count = max(dispute.people_count, len(self.people()))
        dispute.sender_unit = sender if sender and sender.pk != dispute.lead_unit_id else None
        return dispute

    def at_once(self) -> AtOnce | None:
        """The track that is opened together with the dispute, if one is."""
        told = self.cleaned_data
        unit = self.intake_unit()
        track = track_of(unit.kind)
        if not told.get("direct") or not track:
            return None
        procedure = told.get("procedure")
        referral = told.get("referral") or NOT_REFERRED
        return AtOnce(
            track=track,
            procedure=procedure if procedure in PROCEDURES_OF[track] else PROCEDURES_OF[track][0],
            referral=referral,
            referrer=told.get("sender") if referral != NOT_REFERRED else None,
            accept=bool(told.get("consent")) and unit.pk in self.accepting,
        )
