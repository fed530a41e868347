"""Which shares of places can be shown so that nobody learns what a handful of people ticked. Plain Python.

A share is not shown where fewer than five ticked it or did not, nor one more where the sum would give it away.
"""

from collections.abc import Collection, Mapping

from governance.publications.body import FEWEST


def few(number: int) -> bool:
    """True for a count that could lead to somebody."""
    return 0 < number < FEWEST


def is_few(part: int, whole: int) -> bool:
    """True if the share, or what is left of it, tells of a handful."""
    return few(whole) or few(part) or few(whole - part)


def withheld(shares: Mapping[str, tuple[int, int]], unseen: Collection[str] = ()) -> tuple[set[str], bool]:
    """The places of which the share is not shown, and whether the share of all of them is shown.

    ``unseen`` are places of which not even the number is shown. One alone could be worked out from the whole and the
    others: then the smallest of the others goes with it, and where there is no other, the whole.
    """
    hidden = {place for place, (part, whole) in shares.items() if place in unseen or is_few(part, whole)}
    part, whole = (sum(each[side] for each in shares.values()) for side in (0, 1))
    shown = not is_few(part, whole)
    if len(hidden) == 1 and shown:
        others = [place for place, (_, of) in shares.items() if place not in hidden and of]
        if not others:
            return hidden, False
        hidden.add(min(others, key=lambda place: (shares[place][1], place)))
    return hidden, shown
