"""What whoever put a petition forward may do over the network: add to it, withdraw, ask the organ above, rate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.cases.common_facts import ASKED
from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.forms import long_field
from governance.cases.models import Case
from governance.cases.steps import actions, possible
from governance.citizens.words import said
from governance.frame.days import day_text, office_day
from governance.frame.forms.fields import field_in
from governance.organisation.models import Unit

from ..models import Petition
from ..reviews.opening import APPLY, ARTICLES, WORDS, asked, organs, recorded, stage_of
from ..steps.appeals import ANSWERED, APPEAL
from ..texting import agreeing
from ..vocabulary import RATED_APART, RATINGS
from ..workflow import WORKFLOW

ALL = ""
SAID_RATINGS = [(code, _(word)) for code, word in RATINGS]
RATE_IT = {"required": _("请选择满意、基本满意或者不满意。")}


@dataclass(frozen=True)
class Ask:
    """One thing that may be asked; ``why_not`` says why it cannot be now, ``form`` asks for what it takes, ``act`` does
    it and says what comes next. What is not ``offered`` concerns this petition in no way and is not named.
    """

    name: str
    label: str
    lead: str
    why_not: Callable[[Petition, datetime], str]
    form: Callable[..., forms.Form]
    act: Callable[[Petition, dict[str, Any], Iterable, datetime], str]
    files: bool = False
    offered: Callable[[Petition], bool] = lambda petition: True


class SaidLaterForm(AccusingForm):
    """What whoever put it forward adds: to an accusation it says whether others whom it names are accused as well."""

    accusing_in = ("note",)
    accuse_instead = _("另外写一份，选检举控告提出，被检举控告的单位和人员看不到")

    def __init__(self, *args, petition: Petition, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        if petition.petition_class == Petition.Class.ACCUSATION:
            self.fields.pop("not_accusing", None)
            self.accusing_words = []
            self.fields["others_named"] = forms.BooleanField(
                label=_("材料里提到的其他工作人员，不是我检举控告的人"),
                required=False,
                help_text=_("不勾选的，材料里提到的工作人员都看不到这件事。"),
            )


class SupplementForm(SaidLaterForm):
    """What is added."""

    note = long_field(_("补充的内容"), rows=6, required=True)


class QuietForm(forms.Form):
    """Nothing is asked but the button."""

    def __init__(self, *args, petition: Petition, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)


class WithdrawForm(SaidLaterForm):
    """Who withdraws, and why."""

    accusing_in = ("reason",)

    person = forms.ChoiceField(label=_("谁撤回"), widget=forms.RadioSelect, required=False)
    reason = long_field(_("撤回理由"), rows=3, required=True)

    def __init__(self, *args, petition: Petition, at: datetime, **kwargs):
        super().__init__(*args, petition=petition, at=at, **kwargs)
        people = petition.petitioners
        if petition.asking > 1:
            named = [(str(person.pk), person.masked_name) for person in people]
            field_in(self, "person").choices = [*named, (ALL, gettext("所有人都撤回"))]
            self.fields["person"].help_text = _("一个人撤回的，其他人的请求继续办理。")
        else:
            del self.fields["person"]


class RateForm(AccusingForm):
    """How satisfied the petitioner is with either organ."""

    accusing_in = SupplementForm.accusing_in
    accuse_instead = SupplementForm.accuse_instead

    rating = forms.ChoiceField(
        choices=SAID_RATINGS,
        widget=forms.RadioSelect,
        error_messages=RATE_IT,
    )
    office_rating = forms.ChoiceField(
        choices=SAID_RATINGS,
        widget=forms.RadioSelect,
        error_messages=RATE_IT,
    )
    note = long_field(_("您还想说的"), rows=3)

    def __init__(self, *args, petition: Petition, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rating"].label = gettext("对办理、答复的{}").format(petition.lead_unit.name)
        self.fields["office_rating"].label = gettext("对登记、转送的{}").format(petition.rated_at.name)


class AppealForm(AccusingForm):
    """To which organ, what for, and why late where it is late."""

    accusing_in = ("claim", "late_reason")
    accuse_instead = SupplementForm.accuse_instead

    to_unit = forms.ChoiceField(
        label=_("向哪个机关、单位请求"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选择一个机关、单位。")),
    )
    claim = long_field(_("您的请求、事实和理由"), rows=7, required=True)

    def __init__(self, *args, petition: Petition, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        stage, reviewed = stage_of(petition)
        may = organs(petition, reviewed)
        field_in(self, "to_unit").choices = [(str(unit.pk), unit.name) for unit in may.above]
        self.fields["to_unit"].help_text = gettext(
            f"作出意见的机关、单位的上一级（《信访工作条例》{ARTICLES[stage]}）。"
        )
        if len(may.meant) == 1:
            self.fields["to_unit"].initial = str(may.meant[0].pk)
        elif not may.meant:
            # Whoever was told in writing to ask another one reads so before they ask this one, which they can do once.
            told = gettext("意见书写明的是“{}”，不在下面的，请向其书面提出，期限不变。")
            self.fields["to_unit"].help_text += told.format(said(may.named))
        due = last_day(reviewed, stage)
        if due is not None and office_day(at) > due:
            late = gettext(
                f"请求{WORDS[stage]}的期限到 {{}} 已经届满。逾期的理由由{WORDS[stage]}机关决定是否成立。"
            ).format(said(day_text(due)))
            self.fields["late_reason"] = long_field(_("为什么没有在期限内提出"), rows=3, required=True, help_text=late)


def last_day(reviewed: Case | None, stage: str) -> date | None:
    """The last day on which it can be asked for, if it was ever counted."""
    clock = reviewed.clocks.filter(term_code=APPLY[stage]).order_by("-pk").first() if reviewed else None
    return clock.due if clock else None


def why_no_appeal(petition: Petition, at: datetime) -> str:
    """Why neither review nor recheck can be asked for here now."""
    wrong = possible.why_not(petition, APPEAL, at) if petition.status in ANSWERED else ""
    if petition.status not in ANSWERED or wrong:
        return wrong or "答复送达您以后，对处理意见不服的，可以在 30 日内请求复查。"
    stage, reviewed = stage_of(petition)
    if stage == "recheck":
        if reviewed is None:
            return "复查意见由本平台以外的机关作出，请按复查意见书写明的机关请求复核。"
        if reviewed.served_on is None:
            return "复查正在办理，还不能请求复核：复核要在收到复查意见以后提出（《信访工作条例》第三十六条）。"
        if recorded(petition, "recheck") is not None or asked(petition, "recheck").filter(reviewed=reviewed).exists():
            return "已经请求复核，同一意见只能请求一次；复核意见是最终意见（《信访工作条例》第三十六条）。"
    if not organs(petition, reviewed).above:
        return f"{WORDS[stage]}机关不在本平台办理，请按意见书写明的机关书面提出，期限不变。"
    return ""


def _why_not(name: str, elsewhere: str) -> Callable[[Petition, datetime], str]:
    """Why the step cannot be taken: ``elsewhere`` where the matter stands somewhere else, in a citizen's words."""

    def why_not(petition: Petition, at: datetime) -> str:
        step = possible.known_step(petition, name)
        if petition.status not in WORKFLOW.sources_of(step):
            return elsewhere
        return possible.why_not(petition, step, at)

    return why_not


def _why_no_rating(petition: Petition, at: datetime) -> str:
    if WORKFLOW.statuses[petition.status].closed and petition.status not in ANSWERED:
        return "这件事没有作出处理意见，不用评价。"
    wrong = _why_not("rate", "答复送达您以后可以评价。")(petition, at)
    if wrong or petition.clocks.filter(term_code="petition.rating", ended_at=None).exists():
        return wrong
    return "评价的期限已经过了。"


def _supplement(petition: Petition, told: dict, files: Iterable, at: datetime) -> str:
    _take(petition, "supplement", told, at, files)
    return gettext("材料已经收到，办理单位会看到。")


def _withdraw(petition: Petition, told: dict, files: Iterable, at: datetime) -> str:
    asked_for = {name: told[name] for name in ("reason", "person", "others_named") if told.get(name)}
    _take(petition, "ask_to_withdraw", asked_for, at)
    return gettext("撤回的申请已经收到，由办理单位核实后书面告知；核实以前照常办理。")


def _rate(petition: Petition, told: dict, files: Iterable, at: datetime) -> str:
    _take(petition, "rate", told | ASKED | {"alike": RATED_APART, "heard_by": "online", "rated_on": office_day(at)}, at)
    return gettext("谢谢，您的评价已经记下。")


def _quiet(petition: Petition, told: dict, files: Iterable, at: datetime) -> str:
    agreeing.stop(petition, at, "信访人停发")
    return gettext("以后不再发短信，手机号已经从待发的短信里清除。")


def _appeal(petition: Petition, told: dict, files: Iterable, at: datetime) -> str:
    stage, _ = stage_of(petition)
    asked_for = {"stage": stage, "to_unit": Unit.objects.get(pk=told["to_unit"]), "asked_on": office_day(at)}
    _take(petition, "appeal", told | ASKED | asked_for, at, files)
    return gettext(f"{WORDS[stage]}请求已经收到，办理情况和期限见下面。")


def _take(petition: Petition, name: str, told: dict, at: datetime, files: Iterable = ()) -> None:
    actions.take_step(petition, name, told, actor=None, at=at, files=list(files))


ASKS = {
    ask.name: ask
    for ask in (
        Ask(
            "supplement",
            "补充材料",
            "补充的内容和材料会放进这件事的卷宗，办理单位当时收到提醒。",
            _why_not("supplement", "这件事已经结束，不再收材料；有新的情况，可以另写一件。"),
            SupplementForm,
            _supplement,
            files=True,
        ),
        Ask(
            "appeal",
            "请求复查、复核",
            "对处理意见不服的，收到书面答复后 30 日内请求上一级复查；对复查意见不服的，30 日内请求复核。",
            why_no_appeal,
            AppealForm,
            _appeal,
            files=True,
        ),
        Ask(
            "rate",
            "评价",
            "评价由您自己决定，不评价的不算满意；办理您事情的人不能替您评价。",
            _why_no_rating,
            RateForm,
            _rate,
        ),
        Ask(
            "withdraw",
            "撤回",
            "撤回以后不再办理。撤回是您自己的决定，任何人不得强迫。",
            _why_not("ask_to_withdraw", "正在核实由谁办理的、已经答复的、已经结束的，不能撤回。"),
            WithdrawForm,
            _withdraw,
        ),
        Ask(
            "quiet",
            "停发短信",
            "以后不再用短信告诉您，进展照样可以在这里查。",
            lambda petition, at: "" if agreeing.is_told(petition) else "没有要发的短信。",
            QuietForm,
            _quiet,
            offered=agreeing.is_told,
        ),
    )
}
