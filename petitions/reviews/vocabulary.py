"""The words of a review and a recheck. Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("petitions")

REFUSALS = CHOICES["reviews.refusals"]
