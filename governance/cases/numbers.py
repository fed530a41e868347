"""Serial numbers: given out once, in the order of the transactions that keep them; and their opposite.

Those of papers follow one another without a gap. Those of cases do not: a case that is hidden later takes another
number and leaves its own empty, and in a row without other gaps that one would tell that something is hidden there.
"""

import secrets

from django.db import connection

# Nothing is ever counted up to it.
LOWEST_OUT_OF_ROW = 10_000_000
# One of so many numbers of cases is passed over: so often that a gap tells of nothing.
ONE_PASSED_OVER_IN = 5


def next_in(key: str, *, passing_over: int = 0) -> int:
    """The next number of a range, from one; the range stays locked until the transaction ends.

    A number taken by a transaction that is rolled back is the next one's again. ``passing_over`` so many are left out.
    """
    step = 1 + passing_over
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_numbersequence (key, last) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET last = cases_numbersequence.last + %s RETURNING last",
            [key, step, step],
        )
        return cursor.fetchone()[0]


def passed_over() -> int:
    """How many numbers of cases nobody gets now: mostly none, and nobody can say when there are some."""
    count = 0
    while secrets.randbelow(ONE_PASSED_OVER_IN) == 0:
        count += 1
    return count


def out_of_row() -> int:
    """A number that stands in no row and tells neither when it was taken nor how many others there are."""
    return LOWEST_OUT_OF_ROW + secrets.randbelow(9 * LOWEST_OUT_OF_ROW)
