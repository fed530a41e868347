"""What citizens bring to the agenda of a meeting at which they are received: when somebody comes, and never who."""

from collections.abc import Iterator

from governance.duties.meetings import agenda

from ..models import Booking
from .offers import GATHERING


def booked(asked: agenda.AgendaRequest) -> Iterator[agenda.Point]:
    """The talks of that day with whoever takes the chair, the earliest first."""
    talks = Booking.objects.filter(offer=GATHERING, unit=asked.unit, day=asked.day, cancelled_at=None)
    for talk in talks.order_by("at_time", "seat")[: agenda.MOST_OF_A_SOURCE]:
        yield agenda.Point(f"booking:{talk.pk}", text=f"{talk.at_time:%H:%M} 接谈预约的群众一批，内容见“群众预约”")


SOURCE = agenda.AgendaSource("booking", "群众预约", booked)
