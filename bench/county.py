"""A throwaway county for the benchmarks: its own database, demo people, and as much history as asked for."""

import shutil
import tempfile
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from governance.local_services import THROWAWAY, running_postgres
from governance.organisation import demo

# Two years of a county; the first thousand petitions are still open, each with its clock.
HISTORY = """
WITH made AS (
    INSERT INTO cases_case (number, kind, title, summary, status, area_id, place, channel, confidentiality,
        lead_unit_id, first_unit_id, handler_id, registered_by_id, opened_at, closed_at, next_due_at, version,
        search_text, grams)
    SELECT 'BJ' || lpad(n::text, 9, '0'), 'petition', '凤栖路社区居民反映小区供水问题第' || n || '件',
        '请求尽快恢复供水并公布检修计划。', CASE WHEN is_open THEN 'handling' ELSE 'archived' END,
        areas.codes[1 + n %% array_length(areas.codes, 1)], '', 'visit', 'normal',
        units.ids[1 + n %% array_length(units.ids, 1)], units.ids[1 + (n / 7) %% array_length(units.ids, 1)],
        NULL, NULL, opened, CASE WHEN NOT is_open THEN opened + interval '40 days' END,
        CASE WHEN is_open THEN opened + interval '60 days' END, 2,
        '凤栖路社区居民反映小区供水问题第' || n || '件', ARRAY['凤栖', '栖路', '供水', '水问']
    FROM generate_series(%(first)s, %(last)s) AS n,
        LATERAL (SELECT now() - ((n * 7919) %% 730) * interval '1 day' - interval '1 hour' AS opened) AS age,
        LATERAL (SELECT n <= %(open)s AS is_open) AS state,
        (SELECT array_agg(code ORDER BY code) AS codes FROM organisation_area WHERE level = 'village') AS areas,
        (SELECT array_agg(id ORDER BY id) AS ids FROM organisation_unit WHERE kind <> 'village') AS units
    RETURNING id, opened_at, closed_at
), people AS (
    INSERT INTO cases_participant (case_id, part, name, address, phone_sealed, phone_hash, phone_mask,
        id_number_sealed, id_number_hash, id_number_mask, account_hash, position)
    SELECT id, 'petitioner', '赵秀英', '', '', '', '139****2222', '', '', '', '', 0 FROM made
), running AS (
    INSERT INTO cases_clock (case_id, term_id, term_code, is_window, start_on, started_at, amount, unit, extension,
        extension_unit, raw_due, due, due_at, provisional, ledger, alert_plan, alert_at, rung, generation, outcome,
        subject)
    SELECT made.id, term.id, term.code, false, opened_at::date, opened_at, 60, 'day', 0, 'day',
        opened_at::date + 60, opened_at::date + 60, opened_at + interval '60 days', false, '[]',
        ARRAY[opened_at + interval '57 days', opened_at + interval '60 days'], opened_at + interval '57 days', 0, 1, '',
        ''
    FROM made, (SELECT id, code FROM cases_term WHERE code = 'petition.handle' ORDER BY version DESC LIMIT 1) AS term
    WHERE closed_at IS NULL
)
INSERT INTO petitions_petition (case_ptr_id, petition_class, route, procedure, is_oral, read_back, people_count,
    is_collective, is_repeat, facts_and_reasons, address_unclear, outcome, rating, source_number)
SELECT id, 'appeal_request', 'handling', 'ordinary', false, false, 1, false, false, '', false, '', '', '' FROM made
"""
STILL_OPEN = 1000
# Disputes, each with a people's mediation: the first thousand of these two months and half of them still open, all
# others settled and performed in the ten years before.
DISPUTES = """
WITH numbered AS (
    SELECT n, n <= %(recent)s AND n %% 2 = 0 AS is_open,
        now() - interval '1 hour' - CASE WHEN n <= %(recent)s THEN (n * 7919) %% 60 ELSE 90 + (n * 7919) %% 3560 END
            * interval '1 day' AS opened,
        areas.codes[1 + n %% array_length(areas.codes, 1)] AS area,
        units.ids[1 + n %% array_length(units.ids, 1)] AS unit,
        types.ids[1 + n %% array_length(types.ids, 1)] AS category
    FROM generate_series(%(first)s, %(last)s) AS n,
        (SELECT array_agg(code ORDER BY code) AS codes FROM organisation_area WHERE level = 'village') AS areas,
        (SELECT array_agg(id ORDER BY id) AS ids FROM organisation_unit WHERE kind <> 'village') AS units,
        (SELECT array_agg(id ORDER BY id) AS ids FROM cases_category WHERE kind = 'dispute') AS types
), whole AS (
    INSERT INTO cases_case (number, kind, title, summary, status, area_id, place, channel, confidentiality, category_id,
        lead_unit_id, first_unit_id, opened_at, closed_at, next_due_at, version, search_text, grams)
    SELECT 'BW' || lpad(n::text, 9, '0'), 'dispute', '楼上漏水纠纷第' || n || '件', '',
        CASE WHEN is_open THEN 'mediating' ELSE 'resolved' END, area, '', 'visit', 'normal', category, unit, unit,
        opened, CASE WHEN NOT is_open THEN opened + interval '30 days' END, NULL, 2, '', '{}'
    FROM numbered
    RETURNING id, number
), part AS (
    INSERT INTO cases_case (number, kind, title, summary, status, area_id, place, channel, confidentiality, category_id,
        lead_unit_id, first_unit_id, opened_at, closed_at, next_due_at, version, search_text, grams, parent_id)
    SELECT 'BP' || lpad(n::text, 9, '0'), 'people_mediation', '楼上漏水纠纷第' || n || '件', '',
        CASE WHEN is_open THEN 'mediating' ELSE 'performed' END, area, '', 'visit', 'normal', category, unit, unit,
        opened, CASE WHEN NOT is_open THEN opened + interval '30 days' END,
        CASE WHEN is_open THEN opened + interval '30 days' END, 2, '', '{}', whole.id
    FROM numbered JOIN whole ON whole.number = 'BW' || lpad(n::text, 9, '0')
    RETURNING id, opened_at, closed_at
), disputes AS (
    INSERT INTO mediation_dispute (case_ptr_id, source, scale, grade, people_count, solved_level)
    SELECT id, 'application', 'individual', 'general', 2,
        CASE WHEN n > %(recent)s OR n %% 2 = 1 THEN 'village' ELSE '' END
    FROM whole JOIN numbered ON number = 'BW' || lpad(n::text, 9, '0')
), people AS (
    INSERT INTO cases_participant (case_id, part, name, address, phone_sealed, phone_hash, phone_mask,
        id_number_sealed, id_number_hash, id_number_mask, account_hash, position)
    SELECT id, part, name, '', '', '', '139****2222', '', '', '', '', position
    FROM whole, (VALUES ('applicant', '韩素珍', 0), ('respondent', '孟广田', 1)) AS side (part, name, position)
), running AS (
    INSERT INTO cases_clock (case_id, term_id, term_code, is_window, start_on, started_at, amount, unit, extension,
        extension_unit, raw_due, due, due_at, provisional, ledger, alert_plan, alert_at, rung, generation, outcome,
        subject)
    SELECT part.id, term.id, term.code, false, opened_at::date, opened_at, 30, 'day', 0, 'day',
        opened_at::date + 30, opened_at::date + 30, opened_at + interval '30 days', false, '[]',
        ARRAY[opened_at + interval '27 days', opened_at + interval '30 days'], opened_at + interval '27 days', 0, 1, '',
        ''
    FROM part, (SELECT id, code FROM cases_term WHERE code = 'mediation.people' ORDER BY version DESC LIMIT 1) AS term
    WHERE closed_at IS NULL
), tracks AS (
    INSERT INTO mediation_track (case_ptr_id, procedure, referral, accepted_on, ended_on, ending_ground)
    SELECT id, 'general', 'none', opened_at::date, CASE WHEN closed_at IS NOT NULL THEN opened_at::date + 5 END, ''
    FROM part
), agreements AS (
    INSERT INTO mediation_agreement (track_id, form, signed_on, effective_on, facts, content, place, copies, is_void)
    SELECT id, 'written', opened_at::date + 5, opened_at::date + 5, '', '赔偿五千元。', '', 3, false
    FROM part WHERE closed_at IS NOT NULL
    RETURNING id, signed_on
)
INSERT INTO mediation_performanceitem (agreement_id, position, what, amount, manner, due_on, performed_on, proof)
SELECT id, 1, '赔偿款', 5000, 'transfer', signed_on + 20, signed_on + 15, '收条' FROM agreements
"""
RECENT = 1000


@contextmanager
def county():
    """The current database is a fresh one with reference data and the demo people."""
    var_dir = Path(tempfile.mkdtemp(prefix="governance-bench-"))
    try:
        with running_postgres(var_dir, THROWAWAY) as host:
            connection.close()
            connection.settings_dict["HOST"] = str(host)
            call_command("migrate", verbosity=0)
            call_command("load_reference", verbosity=0, stdout=StringIO())
            demo.load(timezone.localdate())
            yield
            connection.close()
    finally:
        shutil.rmtree(var_dir, ignore_errors=True)


def petitions(first: int, last: int) -> None:
    """Petitions number ``first`` to ``last`` stand in the database; the first thousand of all are open."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, {"first": first, "last": last, "open": STILL_OPEN})
        cursor.execute("ANALYZE")


def disputes(first: int, last: int) -> None:
    """Disputes number ``first`` to ``last`` stand in the database, each mediated by a committee."""
    with connection.cursor() as cursor:
        cursor.execute(DISPUTES, {"first": first, "last": last, "recent": RECENT})
        cursor.execute("ANALYZE")
