"""What is counted of a dispute and stands in rows of mediation; ``governance.figures.saying`` writes it down.

Where it comes from, on which level it was solved, and when first agreement was reached on any of its tracks, or that
it never was. One given up for another does not count, nor one of a track that was declined.
"""

import pgtrigger

from governance.cases.models import Case
from governance.figures.saying import says

from ..vocabulary import TRACK_KINDS

FUNCTION = "mediation_says"
BODY = """
SELECT 'opened', 'by source', source, NULL::date FROM mediation_dispute WHERE case_ptr_id = of_case
UNION ALL
SELECT 'closed resolved', 'at ' || solved_level, '', NULL FROM mediation_dispute
WHERE case_ptr_id = of_case AND solved_level <> ''
UNION ALL
SELECT CASE WHEN first IS NULL THEN 'closed failed' ELSE '' END,
    CASE WHEN first IS NULL THEN 'without agreement' ELSE 'agreed' END, '', first
FROM mediation_dispute d CROSS JOIN LATERAL (
    SELECT min(t.ended_on) AS first FROM cases_case c JOIN mediation_track t ON t.case_ptr_id = c.id
    WHERE c.parent_id = d.case_ptr_id AND t.ending_ground = '' AND c.status <> 'declined'
) AS agreed WHERE case_ptr_id = of_case
"""
KINDS = ", ".join(f"'{kind}'" for kind in TRACK_KINDS)
MOVES = f"""NEW.kind IN ({KINDS}) AND (
                (OLD.status = 'declined') <> (NEW.status = 'declined') OR OLD.parent_id IS DISTINCT FROM NEW.parent_id
            )"""


class TalliedTrack(Case):
    """A track that is declined, or becomes a part of another dispute."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            says(
                FUNCTION,
                whose="SELECT {row}.parent_id",
                when=MOVES,
                operation=pgtrigger.UpdateOf("status", "parent_id"),
            )
        ]
