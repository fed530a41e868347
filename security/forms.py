"""What is found on the spot or has just happened, as forms: nobody brings it, so no channel and no people are asked."""

from datetime import datetime
from typing import Any

from governance.cases.intake.forms import IntakeForm
from governance.cases.models import Case
from governance.registers.access import wrong_place


class FoundForm(IntakeForm):
    """When and where it was found, and what it is."""

    groups = ()
    channel: Any = None
    # Whether a unit registers what lies where it does not answer.
    anywhere = False

    def clean(self):
        cleaned = super().clean()
        area = cleaned.get("area")
        if area is not None and not self.anywhere and (wrong := wrong_place(self.intake_unit(), area)):
            self.add_error("area", wrong)
        return cleaned

    def case(self) -> Case:
        """The case; it came by a patrol."""
        found = super().case()
        found.channel = Case.Channel.PATROL
        return found


class HappenedForm(FoundForm):
    """What has happened and where; when, if that was not just now. Whoever reports at once has no day to fill in."""

    received_on: Any = None
    received_sure: Any = None
    anywhere = True

    def __init__(self, data=None, **kwargs):
        kwargs["initial"] = {"grade": "general", "source": "unit"} | kwargs.get("initial", {})
        super().__init__(data, **kwargs)

    def case(self) -> Case:
        """The case; it came by the telephone."""
        happened = super().case()
        happened.channel = Case.Channel.PHONE
        return happened

    def received_at(self, now: datetime) -> datetime:
        """The report has just come in."""
        return now


class WrittenForm(HappenedForm):
    """What is written here, of today, and comes from nowhere else."""

    anywhere = False

    def case(self) -> Case:
        """The case; it was written on the platform."""
        written = super().case()
        written.channel = Case.Channel.ONLINE
        return written
