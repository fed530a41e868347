"""The page of one case, its parts and what is done from it."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.frame.database.written import WrittenOnce
from governance.frame.days import minute_text, office_day
from governance.frame.forms.posted import show_refusal, version_read, whole_number
from governance.frame.refusals import FactMissing, StaleVersion, StepNotAllowed, StepNotPossible, VersionMissing
from governance.organisation.accounts.login_records import acting
from governance.organisation.guide import address_of
from governance.organisation.models import AccessRecord
from governance.organisation.records import record
from governance.organisation.views.resuming import typed_in

from .. import access, history, registry
from ..charts.charts import chart_svg
from ..deadlines.wanted import is_overtaken
from ..fields.kind import read_post
from ..files.attachments import AttachmentRefused
from ..models import Case, Proposal
from ..models.case import case_url
from ..papers.issue import PaperIncomplete
from ..steps import actions, revealing
from ..steps.forms import StepForm
from ..steps.possible import open_steps, why_not
from ..workflow import QUESTIONS, Fact
from . import case_parts, case_timeline

# What the buttons beside what waits for approval say.
APPROVE, APPROVE_AND_GO_ON = "approve", "approve_next"
# Where a form is sent from that leads back there.
DESK = "desk"


def page(request, case, now, *, status: int = 200, **extra):
    """The whole page; ``extra`` opens a form on it or says what another person changed."""
    row = case_parts.whole(case)
    related = case_parts.related(case, request.user)
    clocks, of_parts = case_parts.clocks_of(case, related)
    parts = case_parts.open_parts(case, related)
    events = case_timeline.events_of(case, related)
    row.steps_taken = case_timeline.taken_in_order(case, events)
    proposals = _proposals(case, request.user, extra.pop("wrong", {}))
    decides = any(proposal["may_decide"] for proposal in proposals)
    above = {proposal["pk"] for proposal in proposals if proposal["told"]}
    lawful, common = case_parts.step_views(row, request.user, now, clocks, decides=decides, has_parts=bool(parts))
    # What waits for approval is not put forward once more.
    asked = {proposal["step"] for proposal in proposals}
    likely, others = case_parts.by_likelihood([view for view in lawful if view.name not in asked], decides=decides)
    show = request.GET.get("show", "")
    people = case_parts.people_views(row, request.user)
    context = {
        "help_url": address_of(f"case:{case.kind}"),
        "case": case_parts.head(case, row, clocks, now, request.user, of_parts, waits=bool(proposals)),
        "restricted": case.is_restricted,
        "dossier_url": case_parts.dossier_url(case, request.user),
        "people": people,
        # A paper, a meeting and the like concern units: an empty card of people would only puzzle.
        "takes_people": bool(people or registry.kind_of(case).takes_people),
        "clocks": case_parts.clock_views(case, clocks, now),
        "sections": case_parts.sections(row, request.user, now),
        "units": case_parts.unit_facts(case, row),
        "files": case_timeline.registered_files(case, events),
        "timeline": case_timeline.timeline(case, request.user, related, events, show, above),
        "timeline_tabs": [(label, f"?show={code}#timeline", code == show) for code, label in case_timeline.SHOWS],
        "linked": case_parts.linked(related),
        "came_from": case_parts.came_from(case, request.user, now),
        "steps": likely,
        "other_steps": others,
        "common_steps": common,
        "waits_for": "" if lawful or proposals else case_parts.waits_for(row, clocks, parts),
        "proposals": proposals,
        # Half of a page's weight, and nobody looks for it beside a form.
        "flow_chart": "" if "step" in extra else chart_svg(registry.workflow_of(case), case.status),
        **extra,
    }
    return render(request, "cases/detail.html", context, status=status)


def _proposals(case, user, wrong: dict) -> list[dict]:
    """What waits for approval; ``wrong`` is what was typed on one of them and refused."""
    return [each | {"wrong": wrong if each["pk"] == wrong.get("pk") else None} for each in waiting(case, user)]


@require_safe
def case_page(request, number: str):
    """Everything about one case."""
    return page(request, access.case_for(request.user, number), timezone.now())


@require_safe
def case_print(request, number: str):
    """The case for paper; printing stands in the security record."""
    now = timezone.now()
    case = access.case_for(request.user, number)
    subject = access.named_in_records(case)
    record(AccessRecord.Verb.PRINT, subject=subject, **acting(request, now))
    row = case_parts.whole(case)
    related = case_parts.related(case, request.user)
    clocks, of_parts = case_parts.clocks_of(case, related)
    events = case_timeline.events_of(case, related)
    context = {
        "case": case_parts.head(case, row, clocks, now, request.user, of_parts),
        "restricted": case.is_restricted,
        "people": case_parts.people_views(row, request.user),
        "clocks": case_parts.clock_views(case, clocks, now),
        "units": case_parts.unit_facts(case, row),
        "timeline": reversed(case_timeline.timeline(case, request.user, related, events)),
        "linked": case_parts.linked(related),
    }
    return render(request, "cases/print.html", context)


@require_safe
def changes(request, number: str):
    """What others did since the version on the reader's screen; empty if nothing."""
    case = access.case_for(request.user, number)
    seen = whole_number(request.GET, "version")
    if seen is None or seen >= case.version:
        return HttpResponse(status=204)
    others = [event for event in history.unseen(case, seen) if event.actor_id != request.user.pk]
    if not others:
        return HttpResponse(status=204)
    return render(request, "cases/_changes.html", {"changes": case_timeline.changes_text(others, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, number: str, name: str):
    """The form of one step, and the step itself when it is sent."""
    now = timezone.now()
    case = access.case_for(request.user, number)
    step = registry.workflow_of(case).step(name)
    if step is None or not step.permission:
        raise Http404("没有这一步骤。")
    row = case.own
    # Its form says what may be picked and what stands there now, so nobody else sees it.
    if not access.may_take(request.user, row, step):
        if access.was_theirs(request.user, row, step) and _is_of_before(request, case):
            return _gone_on(request, case, step, now)
        if not (step.only_by and _was_faster(request, case, step)):
            raise StepNotAllowed(step.not_yours)
        sentence = f"“{step.label}”由{step.only_by.words}办理。"
        typed = "\n".join(request.POST.get(fact.name, "") for fact in step.facts if fact.kind == "long")
        return _not_now(request, case, now, sentence, taken=step.name, typed=typed)
    if request.method == "POST":
        return _take(request, case, step, now)
    sentence = why_not(row, step, now)
    if sentence:
        return _not_now(request, case, now, sentence)
    form = StepForm(step, row, request.user, at=now)
    if sentence := form.why_not_answerable(step):
        return _not_now(request, case, now, sentence)
    form.initial.update(_came_back(case, step, request.user))
    form.initial.update({name: request.GET[name] for name in form.fields if name in request.GET})
    return _form_page(request, case, step, form, now)


def _was_faster(request, case, step) -> bool:
    """True where the step waits for others because a colleague took it: what the desk or the form that was sent still
    showed is no trespass. What nobody has taken, or not since the form came up, never stood there for this person."""
    if not access.post_takes(request.user, case.own, step):
        return False
    if request.method != "POST":
        return case.events.filter(step=step.name).exists()
    read = whole_number(request.POST, "version")
    if read is None or read >= case.version:
        return False
    return any(event.step == step.name for event in history.unseen(case, read))


def _not_now(request, case, now, sentence: str, *, taken: str = "", typed: str = ""):
    """The case as it stands, with why it cannot be done, who brought the case where it is or has ``taken`` that step,
    and what was typed.
    """
    since = case_timeline.stands_since(case, now, step=taken)
    context = {"refused": {"sentence": sentence, "since": since, "typed": typed}}
    if request.htmx:
        return render(request, "cases/_refused.html", context, status=409)
    return page(request, case, now, status=409, **context)


def _is_of_before(request, case) -> bool:
    """True for a page that was open before the case went on, and for a link to it."""
    sent = request.POST.get("version", "")
    return request.method != "POST" or (sent.isdecimal() and int(sent) < case.version)


def _gone_on(request, case, step, now):
    """A colleague was faster, and the case has left the unit: what was typed stands on its page, to be copied."""
    unsent = typed_in(request)
    typed = "\n".join(unsent.words) if unsent is not None else ""
    return _not_now(request, case, now, f"这件事项已经转出，您的单位现在不能“{step.label}”。", typed=typed)


def _came_back(case, step, user) -> dict:
    """What the person put forward last and got back, so that it is changed and not written again."""
    last = case.proposals.filter(step=step.name, proposed_by=user).first() if step.approval else None
    returned = {Proposal.Decision.REJECTED, Proposal.Decision.TAKEN_BACK, Proposal.Decision.LAPSED}
    return last.facts if last is not None and last.decision in returned else {}


def _take(request, case, step, now):
    raw = read_post(step.facts, request.POST)
    files = request.FILES.getlist("files")
    try:
        event = actions.take_step(
            case,
            step.name,
            raw,
            actor=request.user,
            at=now,
            version=version_read(request.POST),
            files=files,
        )
    except (FactMissing, AttachmentRefused, PaperIncomplete, VersionMissing) as refusal:
        form = StepForm(step, case.own, request.user, raw, at=now)
        show_refusal(form, refusal)
        return _form_page(request, case, step, form, now, status=422)
    except StepNotPossible as refusal:
        form = StepForm(step, case.own, request.user, raw, at=now)
        show_refusal(form, refusal)
        return _form_page(request, case, step, form, now, status=409)
    except StaleVersion as refusal:
        fresh = access.case_for(request.user, case.number)
        if not access.may_take(request.user, fresh.own, step):
            if access.was_theirs(request.user, fresh.own, step):
                return _gone_on(request, fresh, step, now)
            raise StepNotAllowed(f"{refusal.sentence}您的岗位现在不能“{step.label}”。") from refusal
        said = case_timeline.changes_text(history.unseen(refusal.row, refusal.read), now)
        form = StepForm(step, fresh.own, request.user, raw, at=now)
        too_late = why_not(fresh.own, step, now)
        return _form_page(request, fresh, step, form, now, status=409, changes=said, too_late=too_late)
    goes_on = request.POST.get("then") == "next"
    done = "已提请审批，批准后生效。" if event.is_proposal else f"“{step.label}”已办理。"
    _say_done(request, case, done, goes_on=goes_on)
    if goes_on:
        return redirect(_next_url(case))
    if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("/")
    if step.followed_by and not event.is_proposal and _comes_next(case, request.user, now) == step.followed_by:
        return redirect("cases:step", number=case.number, name=step.followed_by)
    return redirect("cases:case", number=case.number)


def _comes_next(case, user, now) -> str:
    """The name of the step that the person takes next, as the case stands now."""
    fresh = access.case_for(user, case.number)
    likely = (step for step in open_steps(fresh, user, now) if access.comes_next(user, fresh, step, has_parts=False))
    return next((step.name for step in likely if not is_overtaken(step, fresh.own, now)), "")


def _next_url(case) -> str:
    return f"/next/?{urlencode({'besides': case.number})}"


def _say_done(request, case, said: str, *, goes_on: bool) -> None:
    """What was done, and the way on to what is next on the person's desk; who goes on there already reads of which case
    it was done.
    """
    way = format_html('<a href="{}">接着办下一件</a>', _next_url(case))
    messages.success(request, f"{case.number} {said}" if goes_on else format_html("{} {}", said, way))


def _form_page(request, case, step, form, now, *, status: int = 200, changes: str = "", too_late: str = ""):
    """The form with what was typed and what is wrong with it; it is not sent again where it is ``too_late``."""
    form.leave_unasked()
    context = {
        "help_url": address_of(f"case:{case.kind}", about=step.label),
        "step": case_parts.step_view(case, step, office_day(now)),
        "step_form": form,
        "file_fact": step.files,
        "files_wanted": step.files is not None and step.files.is_wanted(case.own),
        "files_needed_by": _said_of_files(step),
        "changes": changes,
        "too_late": too_late,
    }
    if request.htmx and request.method == "GET":
        head = {"url": case_url(case), "version": case.version, "number": case.number}
        return render(request, "cases/steps/_form.html", {**context, "case": head})
    return page(request, case, now, status=status, **context)


def _said_of_files(step) -> str:
    """Which answer says of the files that they are there, where one does."""
    said = step.files.needed_by if step.files is not None else ""
    answer = next((fact for fact in step.facts if fact.name == said), None)
    if answer is None:
        return ""
    verb = "勾选" if answer.kind == "flag" else "填了"
    return f"{verb}“{answer.label.partition('，')[0]}”的必附"


def _waiting(case: int) -> QuerySet[Proposal]:
    return Proposal.objects.filter(case=case, decision="").select_related("proposed_by")


WAITING = WrittenOnce(_waiting, case=-1)


def waiting(case, user) -> list[dict]:
    """Steps that wait for approval, and whether this person may decide."""
    workflow = registry.workflow_of(case)
    row = case.own
    return [
        {
            "pk": proposal.pk,
            "label": proposal.label,
            "by": f"{proposal.proposed_by.name} {minute_text(proposal.proposed_at)}",
            "told": _told(proposal, case, user),
            "is_own": proposal.proposed_by_id == user.pk,
            "step": proposal.step,
            "has_papers": step is not None and bool(step.papers),
            "may_decide": step is not None and access.may_decide(user, row, step, proposal),
        }
        for proposal in WAITING.objects(case=case.pk)
        for step in [workflow.step(proposal.step)]
    ]


def _told(proposal, case, user) -> list:
    event = case.events.filter(facts__proposal=proposal.pk).first()
    if event is None or (event.is_private and not access.may_read_within(user, case)):
        return []
    return event.facts.get("told", [])


def _proposal(user, number: str, pk: int) -> tuple[Case, Proposal]:
    case = access.case_for(user, number)
    proposal = case.proposals.filter(pk=pk).first()
    if proposal is None:
        raise Http404("没有这项审批。")
    return case, proposal


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, number: str, pk: int):
    """A waiting step is approved or sent back; before that what it says, for the desk on which it is decided."""
    now = timezone.now()
    case, proposal = _proposal(request.user, number, pk)
    if request.method != "POST":
        return _for_desk(request, case, pk) if request.htmx else page(request, case, now)
    decision = request.POST.get("decision")
    approve = decision in (APPROVE, APPROVE_AND_GO_ON)
    reason = request.POST.get("reason", "")
    answers = [question.name for question in QUESTIONS if question.name in request.POST]
    told = {"actor": request.user, "at": now, "reason": reason, "answers": answers}
    on_desk = request.POST.get("back") == DESK
    wrong = {"pk": pk, "reason": reason, "questions": _questions(answers, {}), "on_desk": on_desk}
    try:
        actions.decidable(case.own, proposal, request.user)
        actions.decide(proposal, approve=approve, version=version_read(request.POST), **told)
    except (FactMissing, VersionMissing) as refusal:
        asked = {"error": str(refusal), "questions": _questions(answers, refusal.errors)}
        return page(request, case, now, status=422, wrong=wrong | asked)
    except StaleVersion as refusal:
        fresh = access.case_for(request.user, number)
        said = case_timeline.changes_text(history.unseen(refusal.row, refusal.read), now)
        return page(request, fresh, now, status=409, wrong=wrong | {"error": f"{refusal.sentence}{said}"})
    except StepNotPossible as refusal:
        return _not_now(request, case, now, refusal.sentence, typed=reason)
    goes_on = on_desk or decision == APPROVE_AND_GO_ON
    _say_done(request, case, f"“{proposal.label}”{'已批准' if approve else '已退回'}。", goes_on=goes_on)
    if on_desk:
        return redirect("/")
    return redirect(_next_url(case) if goes_on else case_url(case))


def _for_desk(request, case, pk: int):
    """What waits, with the matter it is about, to be put into the desk."""
    asked = next((each for each in waiting(case, request.user) if each["pk"] == pk), None)
    if asked is None:
        raise Http404("这项审批已经办完。")
    texts = registry.kind_of(case).describe(case_parts.whole(case)).texts
    head = {"number": case.number, "version": case.version, "title": case.title, "texts": texts}
    return render(request, "cases/_proposal.html", {"case": head, "proposal": asked, "desk": True})


def _questions(answers: list[str], asked: Collection[str]) -> list[tuple[Fact, bool]]:
    """What the words are asked, and whether it was answered."""
    return [(each, each.name in answers) for each in QUESTIONS if each.name in answers or each.name in asked]


@require_POST
def take_back(request, number: str, pk: int):
    """Whoever put a step forward takes it back, and finds what was written in its form."""
    now = timezone.now()
    case, proposal = _proposal(request.user, number, pk)
    try:
        actions.take_back(proposal, actor=request.user, at=now)
    except StepNotPossible as refusal:
        return _not_now(request, case, now, refusal.sentence)
    messages.success(request, f"“{proposal.label}”的提请已撤回，填写的内容还在，改好再提请；不再提请的，不用办理。")
    return redirect("cases:step", number=number, name=proposal.step)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request, number: str, pk: int):
    """The question for the reason, and on its answer one person's data in clear."""
    now = timezone.now()
    case = access.case_for(request.user, number)
    participant = next((each for each in case.people_ever if each.pk == pk), None)
    if participant is None:
        raise Http404("没有这个人员。")
    context = {"person": participant, "called": registry.called(case, participant), "reveal_url": request.path}
    status = 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            context["clear"] = revealing.reveal(participant, case, actor=request.user, reason=reason, at=now)
        except FactMissing as refusal:
            context |= {"error": str(refusal), "reason": reason}
            status = 422
    if request.htmx:
        head = {"url": case_url(case)}
        return render(request, "cases/_person.html", {**context, "case": head}, status=status)
    return page(request, case, now, status=status, revealing=True, **context)
