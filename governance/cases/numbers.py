"""Serial numbers: given out once, without gaps, in the order of the transactions that keep them; and their opposite."""

import secrets

from django.db import connection

# Nothing is ever counted up to it.
LOWEST_OUT_OF_ROW = 10_000_000


def next_in(key: str) -> int:
    """The next number of a range, from one; the range stays locked until the transaction ends.

    A number taken by a transaction that is rolled back is the next one's again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_numbersequence (key, last) VALUES (%s, 1) "
            "ON CONFLICT (key) DO UPDATE SET last = cases_numbersequence.last + 1 RETURNING last",
            [key],
        )
        return cursor.fetchone()[0]


def out_of_row() -> int:
    """A number that stands in no row and tells neither when it was taken nor how many others there are."""
    return LOWEST_OUT_OF_ROW + secrets.randbelow(9 * LOWEST_OUT_OF_ROW)
