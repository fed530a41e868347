"""Who may know of a case: what its row says of that, and what a person brings to the door.

A row carries two lists of words. ``known_to`` says to whom it is known, ``kept_from`` from whom it is kept even so:

    p12             person 12
    p12u7           person 12 as long as they have a post in unit 7
    u7              unit 7
    b7              unit 7 too, as the case lies beyond its area: few of a township's do
    610116001       whoever oversees that area
    a610116001      nobody: a restricted case lies there, and is found there by whoever may know of it
    petition@u7     each of these for one kind of case

The database writes both itself, in the transaction in which the case, its parts or its grants change, whoever changes
them. A person brings words too: of themselves, of their units, of the areas they oversee. The case is seen if one of
theirs is among the first and none among the second. One index holds the words of all cases, so that the door is one
question for everybody: for who has five cases of a million as for who has them all.

Whoever else may know of a case, or may not, is another line in the trigger, and ``write_words_again`` on the table that
says so; the migration that brings it has the words of all cases written again, as 0010 does.
"""

import pgtrigger

from governance.organisation.standing import Standing, outermost

from .. import registry

VIEW = "cases.view_case"

# A case is known to who has it in hand, to the units that hold it, took it in, sent it on, handle or handled it or were
# told of it, to who oversees its area, and to those with whom it was shared. A restricted case is known only to those
# who were given the right to see it, and kept from the accused units and people (信访工作条例 art. 30).
WRITE_WORDS = pgtrigger.Trigger(
    name="knowing",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf(
        *("known_to", "kept_from", "kind", "confidentiality", "area_id"),
        *("handler_id", "lead_unit_id", "first_unit_id", "sender_unit_id"),
    ),
    declare=[("known", "text[]"), ("units", "bigint[]"), ("areas", "text[]")],
    func="""
        areas := ARRAY(SELECT left(NEW.area_id, n) FROM unnest(ARRAY[6, 9, 12, 15]) n WHERE n <= length(NEW.area_id));
        known := ARRAY(
            SELECT concat('p', g.user_id, 'u' || g.unit_id) FROM cases_caseuserobjectpermission g
            JOIN auth_permission p ON p.id = g.permission_id
            WHERE g.content_object_id = NEW.id AND p.codename = 'view_case'
        );
        NEW.kept_from := '{}';
        IF NEW.confidentiality = 'restricted' THEN
            NEW.kept_from := ARRAY(
                SELECT 'u' || unit_id FROM cases_caseunit WHERE case_id = NEW.id AND part IN ('accused', 'barred')
                UNION SELECT 'p' || user_id FROM cases_caseaccusedperson WHERE case_id = NEW.id ORDER BY 1
            );
            known := known || ARRAY(SELECT 'a' || area FROM unnest(areas) AS area);
        ELSE
            units := ARRAY[NEW.lead_unit_id, NEW.first_unit_id, NEW.sender_unit_id] || ARRAY(
                SELECT unit_id FROM cases_caseunit
                WHERE case_id = NEW.id AND part IN ('co_handler', 'former', 'informed')
            );
            known := known
                || ARRAY['p' || NEW.handler_id]
                || ARRAY(SELECT 'u' || unit FROM unnest(units) AS unit)
                || ARRAY(
                    SELECT 'b' || id FROM organisation_unit
                    WHERE id = ANY(units) AND NOT starts_with(NEW.area_id, area_id)
                )
                || areas;
        END IF;
        NEW.known_to := ARRAY(
            SELECT DISTINCT word FROM (
                SELECT unnest(known) UNION ALL SELECT NEW.kind || '@' || unnest(known)
            ) AS words (word) WHERE word IS NOT NULL ORDER BY word
        );
        RETURN NEW;
    """,
)


def write_words_again(case_id: str) -> pgtrigger.Trigger:
    """A change of a row whose column ``case_id`` names a case has the case's words written again."""
    return pgtrigger.Trigger(
        name="knowing",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            UPDATE cases_case SET known_to = '{{}}' WHERE id IN (NEW.{case_id}, OLD.{case_id});
            RETURN NULL;
        """,
    )


# A unit that moves knows of other cases beyond its area.
UNIT_MOVES = pgtrigger.Trigger(
    name="knowing",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("area_id"),
    condition=pgtrigger.Condition("OLD.area_id <> NEW.area_id"),
    func="""
        UPDATE cases_case SET known_to = '{}' WHERE known_to && ARRAY['u' || NEW.id];
        RETURN NULL;
    """,
)


def areas_of(standing: Standing, kind: str) -> tuple[str, ...]:
    """The areas of which the person knows every case of the kind that is not restricted."""
    guided = registry.KINDS[kind].guided_by if kind in registry.KINDS else ()
    return outermost({*standing.areas, *standing.areas_guided(guided, VIEW)})


def words_of(standing: Standing, kinds: tuple[str, ...] = ()) -> list[str]:
    """What a person brings: a case known to one of these may be seen, if only cases of these ``kinds`` are asked for.

    Words of one kind are rarer than those of all: asked for kinds, the index reads no cases of others.
    """
    person = f"p{standing.user_id}"
    posts = (f"{person}u{unit}" for unit in standing.all_units)
    own = [person, *posts, *(f"u{unit}" for unit in standing.units), *standing.areas]
    found = {f"{kind}@{word}" for kind in kinds for word in own} if kinds else set(own)
    for name, kind in registry.KINDS.items():
        if name in kinds or not kinds:
            found.update(f"{name}@{code}" for code in standing.areas_guided(kind.guided_by, VIEW))
    return sorted(found)


def words_of_area(code: str, kind: str = "") -> list[str]:
    """What every case that lies in the area has a word of, restricted or not, if only those of this kind are asked
    for."""
    of_kind = f"{kind}@" if kind else ""
    return [f"{of_kind}{code}", f"{of_kind}a{code}"]


def words_beyond(standing: Standing) -> list[str]:
    """Those of the cases that lie beyond the area of a unit of the person, or were shared with them there."""
    person = f"p{standing.user_id}"
    return sorted([*(f"{person}u{unit}" for unit in standing.all_units), *(f"b{unit}" for unit in standing.units)])


def words_against(standing: Standing) -> list[str]:
    """What keeps a person away: a case kept from one of these is not seen, whoever granted it.

    What is kept from a unit is kept from all under it.
    """
    return [f"p{standing.user_id}", *sorted(f"u{unit}" for unit in standing.units_above)]
