"""What is found on the spot, as a form: nobody brings it, so no channel and no people are asked."""

from governance.cases.intake.forms import IntakeForm
from governance.cases.models import Case


class FoundForm(IntakeForm):
    """When and where it was found, and what it is."""

    groups = ()
    channel = None

    def case(self) -> Case:
        """The case; it came by a patrol."""
        found = super().case()
        found.channel = Case.Channel.PATROL
        return found
