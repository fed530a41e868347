"""The pages of jobs: who passes each, and what it may cost."""

from governance.jobs.models import Job
from tests.access.doors import OWNER, Door, Listed, Row
from tests.builders import OPENED

KEEPERS = frozenset({"county", "security_admin"})

ROWS = {
    "jobs": Row(),
    "job": Row(get=Door(OWNER, 404), args=("job",)),
    # A job that has not finished has no file, not even for its owner.
    "job-file": Row(get=Door(frozenset(), 404), args=("job",)),
    "areas_from_sheet": Row(get=Door(KEEPERS), post=Door(KEEPERS)),
    "units_from_sheet": Row(get=Door(KEEPERS), post=Door(KEEPERS)),
    "people_from_sheet": Row(get=Door(KEEPERS), post=Door(KEEPERS)),
    "set_up": Row(get=None, post=Door(KEEPERS), args=("sheet_kind",)),
    "job-cancel": Row(get=None, post=Door(OWNER, 404), args=("job",)),
}
LISTS = (
    Listed("areas_from_sheet", "county", 2),
    Listed("units_from_sheet", "county", 2),
    Listed("people_from_sheet", "county", 2),
    Listed("jobs", "clerk", 3),
)
NO_LIST = {
    "job",
    "job-file",
}


def world(cast, made: dict) -> dict:
    """A job that has only been asked for."""
    return {"sheet_kind": "units", "job": Job.objects.create(kind="export", owner=cast.clerk, created_at=OPENED).pk}
