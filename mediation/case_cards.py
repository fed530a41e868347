"""The cards of a dispute and of a track on their pages, as finished strings."""

from django.utils.safestring import SafeString

from governance.cases import access, deadlines
from governance.cases.calendar.at_hand import calendar_shown
from governance.cases.deadlines.html import clock_html
from governance.cases.law.in_force import shown_with_lengths
from governance.cases.lists.rows import state_html
from governance.cases.models.case import case_url
from governance.cases.registry import Section
from governance.frame.days import moment_text, office_day
from governance.frame.pages.lights import light_html
from governance.frame.wording import with_article

from .casefiles import views as file_views
from .conditions.courts import courts_confirm
from .models import Track
from .tracks.effects import subject_of
from .vocabulary import CONFIRMATION_BARS, POLICE
from .workflows import TRACK_WORKFLOWS

WORKFLOWS = {workflow.kind: workflow for workflow in TRACK_WORKFLOWS}
CONFIRM = "mediation.confirm_apply"
TO_CONFIRM = "双方当事人自协议生效之日起{mediation.confirm_apply}内共同申请。"


def dispute_sections(dispute, user, now) -> list[Section]:
    """The tracks side by side."""
    found = []
    tracks = list(
        Track.objects.visible_to(user)
        .filter(parent=dispute)
        .select_related("lead_unit")
        .prefetch_related("mediators__mediator", "agreements__items")
        .order_by("opened_at", "id")
    )
    if tracks:
        clocks = deadlines.binding_clocks([track.pk for track in tracks])
        rows = [_track_row(track, clocks.get(track.pk), now) for track in tracks]
        found.append(Section("mediation/disputes/_tracks.html", {"rows": rows}))
    return found


def _track_row(track: Track, clock, now) -> dict:
    workflow = WORKFLOWS[track.kind]
    serving = [row.mediator.name for row in track.mediators.all() if row.until is None]
    agreement = next((each for each in track.agreements.all() if not each.is_void), None)
    items = list(agreement.items.all()) if agreement else []
    kept = sum(item.performed_on is not None for item in items)
    return {
        "kind": workflow.label,
        "number": track.number,
        "url": case_url(track),
        "unit": track.lead_unit.short_name,
        "mediators": "、".join(serving) or "尚未确定",
        "state": state_html(track, workflow),
        "due": clock_html(clock, now, calendar_shown()) if clock else "",
        "duty": clock.name if clock else "",
        "performed": f"履行 {kept}/{len(items)} 项" if items else "",
    }


def track_sections(track, user, now) -> list[Section]:
    """Sittings, agreement and visits for the people of the track; confirmation and file for every reader."""
    inside = access.may_read_within(user, track)
    agreement = track.agreement
    found = [Section("mediation/tracks/_unverified.html")] if track.kind == POLICE else []
    sessions = list(track.sessions.all()) if inside else []
    if inside and agreement is not None:
        found.append(Section("mediation/tracks/_agreement.html", _agreement(track, agreement, now)))
    if sessions:
        found.append(Section("mediation/tracks/_sessions.html", {"rows": [_session(row) for row in sessions]}))
    visits = list(track.follow_ups.all()) if inside else []
    if visits:
        found.append(Section("mediation/tracks/_follow_ups.html", {"rows": [_visit(row) for row in visits]}))
    if not inside and track.status not in ("referred", "declined"):
        found.append(Section("mediation/tracks/_closed_doors.html"))
    if agreement is not None and courts_confirm(track):
        found.append(Section("mediation/tracks/_confirmation.html", _confirmation(track, agreement, now)))
    file = file_views.section(track, user)
    return [*found, file] if file else found


def _session(row) -> dict:
    return {
        "title": f"第{row.number}次 {moment_text(row.held_at)}",
        "facts": [
            ("方式", row.get_mode_display()),
            ("地点", row.place),
            ("参加人", row.attendants),
            ("结果", row.get_result_display()),
        ],
        "content": row.content,
    }


def _agreement(track, agreement, now) -> dict:
    clocks = {
        clock.subject: clock for clock in track.clocks.filter(term_code="mediation.perform").select_related("term")
    }
    calendar = calendar_shown()
    return {
        "facts": [
            ("形式", agreement.get_form_display()),
            ("达成日期", str(agreement.signed_on)),
            ("生效日期", str(agreement.effective_on)),
            ("履行地点", agreement.place or "未约定"),
            ("份数", str(agreement.copies)),
        ],
        "texts": [
            (label, text)
            for label, text in (("主要事实、争议事项和各方责任", agreement.facts), ("协议内容", agreement.content))
            if text
        ],
        "items": [_item(item, clocks.get(subject_of(item)), now, calendar) for item in agreement.items.all()],
    }


def _item(item, clock, now, calendar) -> dict:
    if item.performed_on:
        late = item.performed_on > item.due_on
        state = light_html("missed" if late else "met", f"{item.performed_on} 履行")
    elif item.breached_on:
        state = light_html("overdue", f"{item.breached_on} 认定未履行")
    else:
        state = clock_html(clock, now, calendar) if clock else SafeString()
    return {
        "position": item.position,
        "what": item.what,
        "amount": f"{item.amount:,.2f}" if item.amount is not None else "",
        "manner": item.get_manner_display(),
        "due_on": str(item.due_on),
        "state": state,
        "proof": item.proof,
    }


def _visit(row) -> dict:
    if row.visited_on is None:
        return {"title": f"计划 {row.planned_on} 回访", "facts": [], "content": ""}
    facts = [
        ("方式", row.get_method_display()),
        ("满意度", row.get_satisfaction_display()),
        *((("按协议履行", "是" if row.performs else "否"),) if row.performs is not None else ()),
        ("激化苗头", row.escalation_signs or "没有"),
    ]
    return {"title": f"{row.visited_on} 回访", "facts": facts, "content": row.note}


def _confirmation(track, agreement, now) -> dict:
    """How long the parties may still go to court together, or what the court has made of it."""
    clock = track.clocks.filter(term_code=CONFIRM).select_related("term").order_by("-id").first()
    confirmation = getattr(agreement, "confirmation", None)
    context = {
        "article": with_article(shown_with_lengths(TO_CONFIRM, office_day(now)), "《人民调解法》第三十三条"),
        "bars": [label for code, label in CONFIRMATION_BARS if code != "none"],
    }
    if confirmation is None:
        missed = clock is not None and clock.due_at is not None and clock.due_at < now
        due = clock_html(clock, now, calendar_shown()) if clock and not missed else ""
        return context | {"due": due, "missed": clock.due_said() if missed else ""}
    facts = [("人民法院", confirmation.court.name), ("共同申请", str(confirmation.applied_on))]
    if confirmation.accepted_on:
        facts.append(("立案", str(confirmation.accepted_on)))
    if confirmation.decided_on:
        facts += [
            ("结果", confirmation.get_result_display()),
            ("裁定日期", str(confirmation.decided_on)),
            ("裁定书编号", confirmation.ruling_number),
        ]
    if confirmation.ground:
        facts.append(("驳回情形", confirmation.get_ground_display()))
    return context | {"facts": facts, "follows": _follows(confirmation)}


def _follows(confirmation) -> str:
    """What the parties can do now (民事诉讼法 art. 206)."""
    return {
        "": "等候人民法院裁定。",
        "confirmed": "一方不履行的，另一方可以向人民法院申请强制执行。",
        "dismissed": "当事人可以变更原协议、重新达成协议，也可以向人民法院起诉。",
        "refused": "当事人可以就协议的履行或者内容向人民法院起诉。",
        "withdrawn": "当事人可以按协议履行，也可以向人民法院起诉。",
        "revoked": "确认决定已经撤销，不能申请强制执行；当事人可以变更协议、重新调解，也可以向人民法院起诉。",
    }[confirmation.result]
