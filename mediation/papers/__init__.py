"""The papers of mediation: what fills their words.

``referrals`` go between offices, ``conduct`` are those from the application to the sitting, ``agreements`` say
what was agreed and ask the court, ``follow_up`` are those of what comes after, ``reconciliation`` those of
criminal cases; ``wording`` has what several of them say.
"""

from . import agreements, conduct, follow_up, reconciliation, referrals

TEXTS = conduct.TEXTS | agreements.TEXTS | reconciliation.TEXTS | follow_up.TEXTS | referrals.TEXTS
