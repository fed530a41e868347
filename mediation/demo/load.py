"""Disputes of the demo county: invented quarrels in every state, dated relative to the day they are loaded.

They are made by the same verbs that people use, each at its own time, so that clocks, lateness and history are real.
"""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from governance.cases.demo_stories import played
from governance.frame.days import office_day

from ..models import Dispute
from .scenes import ORDINARY, SCENES, WAYS_OF_SCENE
from .stories import Crew, DisputeStory

MATTERS = json.loads((Path(__file__).parent.parent / "data" / "demo_disputes.json").read_text(encoding="utf-8"))


@transaction.atomic
def load(now: datetime) -> int:
    """The demo disputes stand in the database; returns how many were made. Does nothing if any are there."""
    if Dispute.objects.exists():
        return 0
    today = office_day(now)
    crew = Crew.on(today)
    for index, scene in played(SCENES):
        fitting = [matter for matter in MATTERS if matter["way"] in WAYS_OF_SCENE.get(scene.name, ORDINARY)]
        scene.play(DisputeStory(index, today, now, crew, fitting[index % len(fitting)]))
    return Dispute.objects.count()
