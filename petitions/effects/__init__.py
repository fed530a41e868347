"""What petition steps do beyond columns, clocks and papers; each returns the names of the fields that were set."""

from ..reviews.hearings import EFFECTS as HEARINGS
from . import accusations, afterwards, appeals, handling, petitioners, procedure, same_matter, together

CHOOSERS = appeals.CHOOSERS | handling.CHOOSERS | petitioners.CHOOSERS | together.CHOOSERS
EFFECTS = HEARINGS | {
    name: effect
    for each in (accusations, afterwards, appeals, handling, petitioners, procedure, same_matter, together)
    for name, effect in each.EFFECTS.items()
}
