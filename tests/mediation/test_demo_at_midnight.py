"""The demo county's disputes, loaded when the day has just begun."""

from dataclasses import replace
from datetime import datetime

import pytest

from governance.cases.models import Event
from mediation.demo import load as demo
from mediation.demo.scenes import SCENES
from tests.builders import CHINA
from tests.mediation.demo_county import tell

pytestmark = pytest.mark.usefixtures("bare")
JUST_AFTER_MIDNIGHT = datetime(2026, 11, 22, 0, 2, tzinfo=CHINA)


def test_it_is_told_in_order_even_just_after_midnight(time_machine, monkeypatch):
    monkeypatch.setattr(demo, "SCENES", [replace(scene, count=1) for scene in SCENES])
    time_machine.move_to(JUST_AFTER_MIDNIGHT, tick=False)
    # The merged one was registered twice.
    assert tell(JUST_AFTER_MIDNIGHT) == len(SCENES) + 1
    assert not Event.objects.filter(at__gt=JUST_AFTER_MIDNIGHT).exists()
    last: dict[int, datetime] = {}
    for case, at in Event.objects.order_by("case_id", "seq").values_list("case_id", "at"):
        assert last.get(case, at) <= at
        last[case] = at
