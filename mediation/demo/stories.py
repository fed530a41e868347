"""The story of one demo dispute: its people, its tracks, and every act that a scene can tell of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from governance.cases.demo_stories import Story, is_old
from governance.cases.models import Category, Participant
from governance.frame.days import office_day
from governance.organisation.models import Area, Post, Unit, User

from ..casefiles.review_standard import ITEMS
from ..disputes.actions import register_dispute
from ..models import Dispute, Track
from ..organisations.rules import mediators_of
from ..vocabulary import JUDICIAL, PEOPLE, PERFORMS, POLICE, RECONCILIATION

# Who takes a dispute in, which committee mediates it, and where: a village code, or any village of the township.
HOMES = (
    ("韦曲街道", "凤栖路调委会", "610116001002"),
    ("韦曲街道", "韦曲调委会", ""),
    ("郭杜街道", "郭杜调委会", ""),
    ("韦曲街道", "广场调委会", "610116001003"),
    ("滦镇街道", "区调委会", ""),
    ("斗门街道", "区调委会", ""),
    ("区综治中心", "区调委会", ""),
)
# Sits in for a committee whose mediators' term has run out.
SUBSTITUTE = "韦曲调委会"
OF_FIELD = {"medical": "区医调委", "物业": "区物业调委会"}
SOURCES = ("application", "sweep", "application", "grid", "own_initiative")
CHANNELS = ("visit", "phone", "visit", "online")


# What the agreement of a criminal case says besides.
CRIMINAL = {
    "remorse": "承认所犯罪行，当面赔礼道歉。",
    "forgiveness": "予以谅解，同意依法从宽处理。",
    "reviewed": True,
    "only_civil": True,
}


@dataclass(frozen=True)
class Crew:
    """Units by short name, and who works in each of them."""

    units: dict[str, Unit]
    workers: dict[int, User]

    @classmethod
    def on(cls, day) -> "Crew":
        """The people in office on that day; of several in a unit, whoever mediates or handles."""
        rank = ("mediator", "handler", "registrar", "justice_staff", "unit_lead")
        posts = Post.objects.current(day).filter(role__name__in=rank).select_related("user", "role")
        ordered = sorted(posts, key=lambda post: (-rank.index(post.role.name), -post.pk))
        units = {unit.short_name: unit for unit in Unit.objects.select_related("area")}
        return cls(units, {post.unit_id: post.user for post in ordered})

    def of(self, unit: Unit) -> User:
        """Who works there."""
        return self.workers[unit.pk]

    @property
    def reviewer(self) -> User:
        """Who reviews files and approves subsidies in the justice bureau."""
        return self.of(self.units["区司法局"])


@dataclass
class DisputeStory(Story):
    """One dispute being told, and the track on which it is mediated at the moment of the story."""

    crew: Crew
    matter: dict
    dispute: Dispute = field(init=False)
    track: Track = field(init=False)

    @property
    def home(self) -> tuple[str, str, str]:
        """Where the dispute is at home."""
        return HOMES[self.index % len(HOMES)]

    def unit(self, name: str) -> Unit:
        """The unit of that short name."""
        return self.crew.units[name]

    @property
    def keeper(self) -> User:
        """Who works on the dispute as a whole."""
        return self.crew.of(self.dispute.lead_unit)

    @property
    def mediator(self) -> User:
        """Who works on the track."""
        return self.crew.of(self.track.lead_unit)

    @staticmethod
    def day_of(at: datetime):
        """The day of a moment: what is told of an act is told of its day."""
        return office_day(at)

    # The dispute

    def register(self, days_ago: int, by: str = "", source: str = "", **fields) -> None:
        """The dispute is registered that many days ago, at the window of its township unless said otherwise.

        One that is major by its matter, and not because the scene is about that, is reported on the same day.
        """
        by_scene = "grade" in fields
        name, _, code = self.home
        unit = self.unit(by or name)
        at_home = code and not by
        place = Area.objects.get(pk=code) if at_home else self.village_in(unit.area_id) or unit.area
        at = self.moment(days_ago)
        self.dispute = Dispute(
            title=f"{place.name}{self.matter['title']}",
            summary=self.matter["summary"],
            area=place,
            category=Category.objects.get(kind="dispute", path=self.matter["category"]),
            channel=CHANNELS[self.index % len(CHANNELS)],
            source=source or SOURCES[self.index % len(SOURCES)],
            scale=self.matter.get("scale", "individual"),
            grade=fields.pop("grade", self.matter.get("grade", "general")),
            people_count=self.matter.get("people", 2),
            amount=self.matter.get("amount"),
            lead_unit=unit,
            opened_at=at,
            **fields,
        )
        people = [
            self.person(place, turn=3, part=Participant.Part.APPLICANT),
            self.person(place, turn=5, part=Participant.Part.RESPONDENT),
        ]
        register_dispute(self.dispute, actor=self.crew.of(unit), at=at, people=people, replay=is_old(days_ago))
        if self.dispute.grade == Dispute.Grade.MAJOR and not by_scene:
            self.report(days_ago)

    def report(self, days_ago: int) -> None:
        """The written report of a major dispute goes out."""
        self.whole(
            days_ago,
            "report_major",
            to=self.unit("区司法局" if self.index % 2 else "韦曲司法所"),
            situation=self.matter["summary"],
            measures="已分别约谈双方，社区民警和网格员每天上门了解情况。",
            suggestion="由街道牵头，司法所、派出所联合调解。",
        )

    def whole(self, days_ago: int, name: str, actor: User | None = None, **facts) -> None:
        """The dispute takes a step."""
        self.take(self.dispute, days_ago, name, actor or self.keeper, **facts)
        self.dispute.refresh_from_db()

    def resolve(self, days_ago: int) -> None:
        told = "协议约定的事项已经全部履行，双方没有新的争议。"
        self.whole(days_ago, "resolve", summary_of_result=told)

    def end_unsettled(self, days_ago: int) -> None:
        self.whole(
            days_ago,
            "end_unsettled",
            reason="双方对责任和数额的分歧没有缩小，申请人准备起诉。",
            ways=["lawsuit", "legal_aid"],
            responsible=f"{self.keeper.name}每半月联系一次双方，引导依法解决。",
        )

    # Tracks

    def start(self, days_ago: int, kind: str = PEOPLE, organisation: str = "", **facts) -> None:
        """A track of the dispute waits to be accepted."""
        unit = self.unit(organisation) if organisation else self.committee(days_ago)
        usual = {"labour": "labour", "medical": "medical"}.get(self.matter["way"], "general")
        procedure = usual if kind == PEOPLE else "pre_suit" if kind == JUDICIAL else "general"
        told = {"procedure": procedure, "referral": "none", "note": "请尽快联系双方当事人。", **facts}
        self.whole(days_ago, "start_mediation", track=kind, organisation=unit, **told)
        self.track = Track.objects.filter(parent=self.dispute).select_related("lead_unit__area").latest("id")

    def committee(self, days_ago: int) -> Unit:
        """The committee of the place, or the one of the field; another where nobody there is in office any more."""
        field = next((name for word, name in OF_FIELD.items() if word in (self.matter["way"], *self.words())), "")
        unit = self.unit(field or self.home[1])
        on = self.today - timedelta(days=max(days_ago - 5, 0))
        return unit if mediators_of(unit, on).exists() else self.unit(SUBSTITUTE)

    def words(self) -> list[str]:
        return [word for word in OF_FIELD if word in self.matter["title"]]

    def on_track(self, days_ago: int, name: str, **facts) -> None:
        """The track takes a step; ``facts`` may depend on its moment: they are given the moment."""
        at = self.next_moment(self.track, days_ago)
        told = {key: value(at) if callable(value) else value for key, value in facts.items()}
        self.take(self.track, days_ago, name, self.mediator, at=at, **told)
        self.track.refresh_from_db()

    def accept(self, days_ago: int) -> None:
        looked_at = {"exclusion": "none", "guardian_told": True}
        by_kind: dict[str, dict[str, Any]] = {
            PEOPLE: {"elsewhere": True},
            POLICE: looked_at | {"matter": "beating"},
            RECONCILIATION: looked_at
            | {"matter": "civil", "remorse_shown": True, "transferred_on": office_day(self.track.opened_at)},
        }
        told = by_kind.get(self.track.kind, {})
        self.on_track(days_ago, "accept", accepted_on=self.day_of, consent=True, informed=True, **told)

    def name_mediator(self, days_ago: int) -> None:
        """Whoever has a login there mediates."""
        if self.track.kind != PEOPLE:
            return self._name(days_ago, self.mediator)
        serving = mediators_of(self.track.lead_unit, self.today - timedelta(days=days_ago))
        return self._name(days_ago, serving.filter(user=self.mediator).first() or serving.first())

    def another_mediator(self, days_ago: int):
        """Somebody of the organisation who has not mediated here before."""
        serving = mediators_of(self.track.lead_unit, self.today - timedelta(days=days_ago))
        return serving.exclude(tracks__track=self.track).first()

    def _name(self, days_ago: int, who) -> None:
        chosen = ("both", "accepted", "appointed")[self.index % 3]
        self.on_track(days_ago, "name_mediator", mediator=who, chosen_by=chosen)

    def sit(self, days_ago: int, result: str = "continue", mode: str = "room") -> None:
        place = "县综治中心视频调解室" if mode == "video" else f"{self.track.lead_unit.short_name}调解室"
        self.on_track(
            days_ago,
            "hold_session",
            held_at=lambda at: at,
            mode=mode,
            place=place,
            online_consent=mode == "video",
            identified=mode == "video",
            attendants="双方当事人，社区网格员",
            content=f"{self.matter['facts']}调解员分别听取双方意见，释明有关规定，提出调解方案。",
            result=result,
        )

    def items(self, at: datetime, shift: int = 0) -> list[dict]:
        """What the matter's agreement promises, due so many days after it; ``shift`` moves the first."""
        on = office_day(at)
        rows = []
        for place, item in enumerate(self.matter["items"]):
            days = item["days"] + (shift if place == 0 and item["manner"] != "at_once" else 0)
            row = {"what": item["what"], "manner": item["manner"], "due_on": on + timedelta(days=max(days, 0))}
            rows.append(row | ({"amount": item["amount"]} if item["amount"] else {}))
        return rows

    def agree(self, days_ago: int, form: str = "written", shift: int = 0) -> None:
        own = CRIMINAL if self.track.kind == RECONCILIATION else {"unwritten": form == "oral"}
        self.on_track(
            days_ago,
            "sign_agreement",
            form=form,
            signed_on=self.day_of,
            effective_on=self.day_of,
            facts=self.matter["facts"],
            content=self.matter["content"],
            items=lambda at: self.items(at, shift),
            place=self.dispute.area.name,
            copies=3,
            signed=True,
            **own,
        )

    def perform(self, days_ago: int, every: bool = True) -> None:
        """What is still owed is performed, all of it or the first item, and with all of it the track too."""
        owed = self.track.agreement.items.filter(performed_on=None)
        for item in owed if every else owed[:1]:
            proof = "转账凭证" if item.manner == "transfer" else "双方签字的履行单"
            self.on_track(days_ago, "record_performance", item=item, performed_on=self.day_of, proof=proof)
        if every:
            self.on_track(days_ago, "confirm_performed")

    def urge(self, days_ago: int) -> None:
        owed = self.track.agreement.items.filter(performed_on=None).first()
        told = "电话联系被申请人，说明不履行的后果，答应尽快履行。"
        self.on_track(days_ago, "urge_performance", item=owed, told_on=self.day_of, note=told)

    def breach(self, days_ago: int) -> None:
        owed = self.track.agreement.items.filter(performed_on=None).first()
        self.on_track(
            days_ago,
            "record_breach",
            item=owed,
            breached_on=self.day_of,
            urged=True,
            advice=["sue", "pay_order"],
            note="两次督促仍未履行，已告知可以就协议的履行起诉。",
        )

    def terminate(self, days_ago: int, ground: str = "apart") -> None:
        told = "双方对责任的认识和赔偿的数额分歧较大。" if ground == "apart" else "一方明确表示不再接受调解。"
        self.on_track(days_ago, "terminate", ground=ground, reason=told, ways=["lawsuit", "arbitration"])

    def decline(self, days_ago: int, ground: str = "misdirected") -> None:
        told = "所反映的事项不属于本组织的调解范围，材料退回。"
        self.on_track(days_ago, "decline", ground=ground, reason=told, ways=["administrative", "lawsuit"])

    def reply(self, days_ago: int) -> None:
        self.on_track(days_ago, "reply_referrer", content="双方已达成调解协议，协议书一份随函附送。")

    def plan_visit(self, days_ago: int, ahead: int) -> None:
        told = lambda at: office_day(at) + timedelta(days=ahead)  # noqa: E731
        self.on_track(days_ago, "plan_follow_up", planned_on=told, note="了解履行情况和双方关系。")

    def visit(self, days_ago: int, signs: str = "") -> None:
        self.on_track(
            days_ago,
            "follow_up",
            visited_on=self.day_of,
            method=("door", "phone")[self.index % 2],
            satisfaction=("satisfied", "satisfied", "fair")[self.index % 3],
            performing="no" if signs else PERFORMS,
            escalation_signs=signs,
            content="双方正常往来，协议在履行。" if not signs else "一方情绪激动，已约定再次上门。",
        )

    def apply_confirmation(self, days_ago: int) -> None:
        self.on_track(
            days_ago,
            "apply_confirmation",
            court=self.unit("区法院"),
            bar="none",
            applied_on=self.day_of,
            jointly=True,
        )

    def decided(self, days_ago: int, result: str = "confirmed", ground: str = "") -> None:
        number = f"（{self.today.year}）陕0116诉前调确{self.index + 100}号"
        told = {"ground": ground} if ground else {}
        self.on_track(
            days_ago, "record_confirmation", result=result, decided_on=self.day_of, ruling_number=number, **told
        )

    def archive(self, days_ago: int) -> None:
        self.on_track(days_ago, "archive", note="材料齐全。")

    def reviewed(self, days_ago: int) -> None:
        """The justice bureau has looked at the file and taken off a point or two."""
        scores: dict[str, Any] = {
            f"score_{item.code}": item.points - (self.index + place) % 3 for place, item in enumerate(ITEMS)
        }
        told = "归档及时，笔录完整。"
        self.take(self.track, days_ago, "review_file", self.crew.reviewer, **scores, note=told)

    def claim_subsidy(self, days_ago: int) -> None:
        self.on_track(days_ago, "claim_subsidy", mediator=self.track.mediators.get(until=None))

    def approve_subsidy(self, days_ago: int) -> None:
        self.take(self.track, days_ago, "approve_subsidy", self.crew.reviewer)

    # From the register to some point, on a people's track

    def until_accepted(self, registered: int, accepted: int, **facts) -> None:
        self.register(registered)
        self.start(min(registered, accepted + 2), **facts)
        self.accept(accepted)

    def until_sitting(self, registered: int, accepted: int, sat: int, **facts) -> None:
        self.until_accepted(registered, accepted, **facts)
        self.name_mediator(max(sat, accepted - 1))
        self.sit(sat)

    def until_agreed(self, agreed: int, **facts) -> None:
        self.until_sitting(agreed + 12, agreed + 9, agreed + 4)
        self.agree(agreed, **facts)

    def until_performed(self, agreed: int, performed: int, **facts) -> None:
        self.until_agreed(agreed, **facts)
        self.perform(performed)
