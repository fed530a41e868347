"""Lawyers on duty, as citizens can book them."""

from datetime import date

from governance.citizens.booking.offers import Offer, Seat

from ..models import LawyerDuty


def seats(first: date, last: date) -> list[Seat]:
    """Who sits in which centre on these days."""
    duties = LawyerDuty.objects.filter(day__range=(first, last)).select_related("place", "lawyer").order_by("day", "pk")
    return [Seat(duty.place, duty.day, f"{duty.lawyer.name}律师", "") for duty in duties]


LAWYERS = Offer("lawyer", "律师咨询", "请值班律师解答法律问题，不收费。", seats)
