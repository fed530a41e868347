"""The register page as a form: shape only; what the law wants of a petition is in the workflow."""

from typing import Any

from django import forms

from governance.cases.common_facts import CHANNELS
from governance.cases.fields.categories import Categories
from governance.cases.intake.forms import PEOPLE, WHERE, IntakeForm, count_field, long_field, radio_field
from governance.cases.intake.people_forms import PeopleGroup, text_field
from governance.cases.law import county
from governance.cases.models import Case, Participant
from governance.cases.models.participant import NO_NAME
from governance.cases.steps import secrecy
from governance.frame.forms.fields import field_in
from governance.organisation.pickers import PickerField, Units

from ..models import Petition
from ..texting.agreeing import can_text
from ..vocabulary import MANY

# 信访工作条例 art. 20: not more than five representatives.
MOST_PEOPLE = 5
# Where a county follows the places that let ten people send three.
FEW, MOST_OF_FEW = 10, 3
ORAL = (Case.Channel.VISIT, Case.Channel.PHONE)
PETITIONERS = PeopleGroup(
    Participant.Part.PETITIONER,
    "信访人",
    MOST_PEOPLE,
    more="添加信访人（推选代表不超过五人，《信访工作条例》第二十条）",
    over="多人提出的，推选代表不超过五人，其他人计入人数（《信访工作条例》第二十条第三款）。",
)
# Who has to fill in which of the two.
ACCUSED_ASKED = "单位、人员至少写一个"


def most_representatives(people: int) -> int:
    """How many may speak for so many people in this county."""
    few = people <= FEW and county.answer_to("representatives") == "three"
    return MOST_OF_FEW if few else MOST_PEOPLE


def too_many_named(most: int) -> str:
    """What is said of one named too many."""
    return f"推选的代表不超过 {most} 人，其他人计入人数（《信访工作条例》第二十条第三款，本县规定）。"


class RegisterForm(IntakeForm):
    """What a clerk is told at the window, in the letter or on the phone."""

    groups = (PETITIONERS,)
    accusing_in = ("title", "summary", "facts_and_reasons")
    accuse_instead = "在事项性质选“检举控告”（《信访工作条例》第三十条）"
    asked_in_order = (
        *("unit", "channel", "came_by", PEOPLE, "people_count", "address_unclear", "withheld", "texts", *WHERE),
        *("category", "is_urgent", "petition_class", "route", "complained_unit"),
        *("accused_unit", "accused_names", "accused_unknown", "others_named"),
        *("summary", "facts_and_reasons", "is_oral", "read_back"),
    )

    channel = radio_field("来访形式", CHANNELS, initial=Case.Channel.VISIT)
    people_count = count_field(
        "人数",
        least=1,
        help_text="五人以上走访的，按集体走访登记，推选的代表不超过五人。《信访工作条例》第二十条",
    )
    address_unclear = forms.BooleanField(
        label="姓名或住址不清",
        required=False,
        help_text="姓名（名称）、住址不清的，不适用书面告知的期限。《信访工作条例》第二十三条",
    )
    withheld = forms.BooleanField(
        label="不向办理单位公开姓名",
        required=False,
        help_text="信访人要求的勾选。办理单位看不到姓名、电话、证件号、住址，只有本单位和综治中心可以查看。",
    )
    texts = forms.BooleanField(
        label="信访人同意用短信告知进展和评价",
        required=False,
        help_text="登记、受理、告知、补材料、听证、答复（包括复查、复核）、可以评价时各一条，发到登记的第一个手机号，不写姓名和内容；信访人随时可以在网上停发。检举控告不发短信。",
    )
    is_urgent = forms.BooleanField(
        label="重大、紧急，可能造成社会影响",
        required=False,
        help_text="登记后立即报告本级党委和政府，通报主管部门和联席会议办公室。《信访工作条例》第二十五条",
    )
    category = PickerField(
        Categories("petition"),
        label="内容类别",
        required=False,
    )
    petition_class = radio_field("事项性质", Petition.Class.choices, initial=Petition.Class.APPEAL_REQUEST)
    route = forms.ChoiceField(
        label="办理途径",
        choices=Petition.Route.choices,
        initial=Petition.Route.HANDLING,
        required=False,
        help_text="申诉求决类按《信访工作条例》第三十一条区分六种途径。",
    )
    complained_unit = PickerField(
        Units(),
        label="被投诉单位",
        required=False,
        help_text="投诉哪个单位的服务、作风、效率或者不作为的填写，按主题统计（《信访工作条例》第四十一条）；不投诉单位的不填。",
    )
    accused_unit = PickerField(
        Units(),
        label="被检举控告单位",
        required=False,
        help_text="该单位及其下属单位的人员将不能知悉此事项。《信访工作条例》第三十条",
    )
    accused_names = text_field("被检举控告人员", 200, placeholder="姓名，几个人用顿号隔开")
    accused_unknown = forms.BooleanField(
        label="未指明被检举控告的单位和人员",
        required=False,
        help_text="勾选后由综治中心或者纪检监察机关接收，本单位负责人不能知悉。《信访工作条例》第三十条",
    )
    others_named = forms.BooleanField(label="文中提到的工作人员不是被检举控告人", required=False)
    summary = long_field("诉求概况", rows=3, required=True)
    title = text_field("标题", 120, placeholder="不填写的，取诉求概况的第一句")
    facts_and_reasons = long_field("事实和理由", rows=3)
    is_oral = forms.BooleanField(
        label="信访人口头提出，已如实记录",
        required=False,
        help_text="采用口头形式提出的，应当如实记录。《信访工作条例》第十九条",
    )
    read_back = forms.BooleanField(label="已向信访人宣读并经其确认", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "name_1").asked = "姓名不清的不用填"
        if not can_text():
            del self.fields["texts"]
        for name in ("accused_unit", "accused_names"):
            field_in(self, name).asked = ACCUSED_ASKED

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name_1") and not cleaned.get("address_unclear") and "name_1" not in self.errors:
            self.add_error("name_1", "请填写信访人姓名；不清楚的，请勾选“姓名或住址不清”。")
        oral = cleaned.get("is_oral") and cleaned.get("channel") in ORAL
        cleaned["is_oral"] = bool(oral)
        if oral and not cleaned.get("read_back"):
            self.add_error("read_back", "口头提出的，请向信访人宣读记录并请其确认后勾选。")
        self._check_representatives()
        if cleaned.get("petition_class") == Petition.Class.APPEAL_REQUEST:
            cleaned["route"] = cleaned.get("route") or Petition.Route.HANDLING
        else:
            cleaned["route"] = ""
        if cleaned.get("petition_class") == Petition.Class.ACCUSATION:
            cleaned["complained_unit"] = None
            self._ask_for_the_accused(cleaned)
        else:
            cleaned |= {"accused_unit": None, "accused_names": "", "accused_unknown": False}
        return cleaned

    def _check_representatives(self):
        named = self.filled()
        if not self._is_collective() or len(named) <= MOST_OF_FEW:
            return
        most = most_representatives(self._count())
        if len(named) > most:
            self.add_error(f"name_{most + 1}", too_many_named(most))

    def _ask_for_the_accused(self, cleaned):
        """Whom an accusation is about is said, or that nobody says; who is only mentioned is asked about once."""
        names = cleaned.get("accused_names", "")
        told = secrecy.must_be_told(cleaned.get("accused_unit"), names, cleaned.get("accused_unknown"))
        for field, sentence in told.items():
            self.add_error(field, sentence)
        text = " ".join(cleaned.get(field) or "" for field in ("title", "summary", "facts_and_reasons"))
        mentioned = secrecy.only_mentioned(text, names)
        if mentioned and not cleaned.get("others_named"):
            asked = "、".join(mentioned)
            self.add_error(
                "others_named", f"文中提到{asked}。被检举控告的，请写入“被检举控告人员”；不是的，请勾选这一项。"
            )

    def say_nameless(self, group, place):
        """The first petitioner may stay unnamed; that is asked for the whole form."""
        if place > 1:
            super().say_nameless(group, place)

    def case(self) -> Petition:
        """The petition; five people who came together are a collective visit."""
        petition: Any = super().case()
        petition.people_count, petition.is_collective = self._count(), self._is_collective()
        return petition

    def _count(self) -> int:
        """How many came: as many as are said, and at least those who are named."""
        return max(self.cleaned_data.get("people_count") or 1, len(self.filled()))

    def _is_collective(self) -> bool:
        return self.cleaned_data.get("channel") == Case.Channel.VISIT and self._count() >= MANY

    def people(self) -> list[Participant]:
        """The unsaved petitioners; of a collective visit they are its representatives."""
        people, collective = super().people(), self._is_collective()
        if self.cleaned_data.get("address_unclear") and (PETITIONERS, 1) not in self.filled():
            people.insert(0, self.person(PETITIONERS, 1))
        for person in people:
            person.name = person.name or NO_NAME
            if collective:
                person.part = Participant.Part.REPRESENTATIVE
        return people
