import pytest
from django.utils import timezone

from governance.cases.models import Case


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(cast, now):
    """A petition in the hands of the housing bureau, seen by it and by those above."""
    return Case.objects.create(
        number="XF2026-000312",
        kind="petition",
        title="反映小区停水",
        summary="多次停水。",
        status="handling",
        area=cast.area("610116001002"),
        channel="visit",
        lead_unit=cast.housing,
        first_unit=cast.weiqu,
        opened_at=now,
    )
