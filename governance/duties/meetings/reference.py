"""The delivered kinds of meeting."""

from governance.frame.rows import rows_of

from ..models import MeetingKind


def load_reference() -> int:
    """Every delivered kind exists; what the county changed stays. Says how many are new."""
    rows = rows_of("governance.duties", "meeting_kinds")
    known = set(MeetingKind.objects.values_list("code", flat=True))
    fresh = [
        MeetingKind(position=place, **row | {"sources": row["sources"].split(), "is_public": row["is_public"] == "1"})
        for place, row in enumerate(rows)
        if row["code"] not in known
    ]
    return len(MeetingKind.objects.bulk_create(fresh))
