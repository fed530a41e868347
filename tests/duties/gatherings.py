"""Rosters and meetings as the tables of addresses and of query counts want them: one of each, and more."""

from datetime import date, timedelta

from governance.duties import roster_kinds
from governance.duties.models import Roster, RosterAbsence, RosterChange, RosterDay, RosterKind, RosterPerson
from tests.duties.making import NOW


def roster(cast, on: date) -> RosterDay:
    """韦曲街道办's reception of one day, with its leader."""
    roster_kinds.load_reference()
    kind = RosterKind.objects.get(code="reception")
    person = RosterPerson.objects.create(unit=cast.weiqu, kind=kind, name="何建军", title="书记")
    made = Roster.objects.create(
        kind=kind, unit=cast.weiqu, first=on, last=on + timedelta(days=60), place="一楼", phone="85290001", made_at=NOW
    )
    return RosterDay.objects.create(roster=made, day=on, person=person)


def world(cast, on: date) -> dict:
    """What the addresses of rosters and meetings name."""
    day = roster(cast, on)
    return {"roster": day.roster_id, "roster_day": day.pk, "pool_unit": cast.weiqu.pk, "roster_code": "reception"}


class Gatherings:
    """Rosters of which there can be more."""

    def __init__(self, cast, on: date):
        self.cast, self.on = cast, on
        self.day = roster(cast, on)

    def grow(self, n: int) -> None:
        """One more person, day, leave and change of the roster, and one more roster of the unit."""
        first = self.day.roster
        person = RosterPerson.objects.create(unit=first.unit, kind=first.kind, name=f"领导{n}")
        day = RosterDay.objects.create(roster=first, day=self.on, person=person)
        RosterDay.objects.create(roster=first, day=self.on + timedelta(days=n + 1), person=person)
        RosterAbsence.objects.create(person=person, first=self.on, last=self.on + timedelta(days=n), reason="病假")
        told = {"was": self.day.person, "now": person, "reason": "开会", "by": self.cast.clerk, "at": NOW}
        for each in (day, self.day):
            RosterChange.objects.create(day=each, kind="replace", **told)
        after = first.last + timedelta(days=n + 1)
        Roster.objects.create(
            kind=first.kind, unit=first.unit, first=after, last=after, place="一楼", phone="1", made_at=NOW
        )
