"""What is counted of disputes and of the tracks on which they are mediated, and stands in rows of mediation;
``governance.figures.saying`` writes it down.

Of a dispute: on which level it was solved, and when first agreement was reached on any of its tracks, or that it never
was; one given up for another does not count, nor one of a track that was declined. All of that, and that it came and
was closed, is told apart by source, grade and category too.

Of a track: how its mediation ended, and that it is over, which it is not before it began; both by who mediates too. And
of the agreement in force what was promised in it, and that the days for confirming it ran out without an application.
"""

import pgtrigger

from governance.cases.models import Case, Clock
from governance.figures.saying import OF_ITS_CATEGORY, says

from ..vocabulary import TRACK_KINDS

OF_DISPUTE, OF_TRACK = "mediation_says", "mediation_says_of_track"
DISPUTE_SAYS = f"""
SELECT told.about, concat_ws(' ', told.says, apart.by), apart.key, told.day FROM mediation_dispute d
CROSS JOIN LATERAL (
    SELECT min(t.ended_on) AS first FROM cases_case c JOIN mediation_track t ON t.case_ptr_id = c.id
    WHERE c.parent_id = d.case_ptr_id AND t.ending_ground = '' AND c.status <> 'declined'
) AS agreed
CROSS JOIN LATERAL (VALUES
    ('opened', NULL, NULL::date),
    ('closed', NULL, NULL),
    (CASE WHEN first IS NULL THEN 'closed failed' ELSE '' END,
        CASE WHEN first IS NULL THEN 'without agreement' ELSE 'agreed' END, first)
) AS told (about, says, day)
CROSS JOIN LATERAL (VALUES
    (NULL, ''), ('by source', source), ('by grade', grade), ('by category', '{OF_ITS_CATEGORY}')
) AS apart (by, key)
WHERE case_ptr_id = of_case AND CASE told.about
    WHEN 'opened' THEN apart.by IN ('by source', 'by grade')
    WHEN 'closed' THEN apart.by IS NOT NULL
    ELSE true
END
UNION ALL
SELECT 'closed resolved', 'at ' || solved_level, '', NULL FROM mediation_dispute
WHERE case_ptr_id = of_case AND solved_level <> ''
"""
TRACK_SAYS = """
SELECT told.about, concat_ws(' ', told.says, apart.by), apart.key, told.day FROM mediation_track t
JOIN cases_case c ON c.id = t.case_ptr_id
CROSS JOIN LATERAL (
    SELECT NULL AS by, '' AS key
    UNION ALL SELECT 'by mediator', mediator_id::text FROM mediation_trackmediator
    WHERE track_id = t.case_ptr_id AND until IS NULL
) AS apart
CROSS JOIN LATERAL (VALUES
    ('opened', NULL, NULL::date),
    ('', CASE WHEN c.status = 'declined' THEN 'declined' WHEN t.ending_ground = '' THEN 'agreed' ELSE 'failed' END,
        t.ended_on),
    ('', 'done', greatest(t.ended_on, (c.opened_at AT TIME ZONE 'Asia/Shanghai')::date))
) AS told (about, says, day)
WHERE t.case_ptr_id = of_case AND CASE told.about WHEN 'opened' THEN apart.by ELSE t.ended_on::text END IS NOT NULL
UNION ALL
SELECT '', told.says, i.position::text, i.due_on FROM mediation_performanceitem i
JOIN mediation_agreement a ON a.id = i.agreement_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN i.performed_on IS NULL THEN 'promise owed' WHEN i.performed_on <= i.due_on THEN 'promise kept'
        ELSE 'promise kept late' END),
    (CASE WHEN i.performed_on IS NULL AND i.breached_on IS NOT NULL THEN 'promise broken' END)
) AS told (says)
WHERE a.track_id = of_case AND NOT a.is_void AND told.says IS NOT NULL
UNION ALL
SELECT '', 'confirmation missed', '', k.due FROM mediation_agreement a CROSS JOIN LATERAL (
    SELECT outcome, due FROM cases_clock WHERE case_id = a.track_id AND term_code = 'mediation.confirm_apply'
    ORDER BY id DESC LIMIT 1
) AS k
WHERE a.track_id = of_case AND NOT a.is_void AND k.outcome = 'lapsed'
    AND NOT EXISTS (SELECT FROM mediation_confirmation WHERE agreement_id = a.id)
"""
KINDS = ", ".join(f"'{kind}'" for kind in TRACK_KINDS)
DECLINED = "(OLD.status = 'declined') <> (NEW.status = 'declined')"


def _of_tracks(*changes: str) -> str:
    """The condition that a case is a track of which one of these has changed."""
    return f"NEW.kind IN ({KINDS}) AND ({' OR '.join(changes)})"


class TalliedTrack(Case):
    """A track that is declined or re-dated, or becomes a part of another dispute."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            says(
                OF_DISPUTE,
                whose="SELECT {row}.parent_id",
                when=_of_tracks(DECLINED, "OLD.parent_id IS DISTINCT FROM NEW.parent_id"),
                operation=pgtrigger.UpdateOf("status", "parent_id"),
            ),
            says(
                OF_TRACK,
                whose="SELECT {row}.id",
                when=_of_tracks(DECLINED, "OLD.opened_at <> NEW.opened_at"),
                operation=pgtrigger.UpdateOf("status", "opened_at"),
                own=True,
            ),
        ]


class ConfirmingClock(Clock):
    """The days in which the parties may apply for judicial confirmation."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            says(
                *(OF_TRACK, "outcome", "due"),
                whose="SELECT {row}.case_id",
                when="coalesce(NEW.term_code, OLD.term_code) = 'mediation.confirm_apply'",
            )
        ]
