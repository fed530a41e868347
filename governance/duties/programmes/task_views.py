"""One task of a programme: its page with the owner's report, the form that changes it, and what the centre decides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.files.views import handed_out
from governance.frame.days import moment_text, office_day
from governance.frame.forms.posted import posted, refusals_on, status_of, version_read, whole_number
from governance.frame.refusals import Refusal, StepNotAllowed

from ..models import ProgrammeEvent, ProgrammeTask
from . import actions as programmes
from . import lights as programme_lights
from . import rows as programme_tree
from . import ties
from .access import evidence_for, may_manage, may_report, programme_for, task_for, tasks_visible_to
from .dividing import add_for_every
from .forms import ReportForm, TaskForm

State = ProgrammeTask.State
# What went forward and what went back stand out in the timeline.
KIND_OF_ENTRY: dict[str, str] = {
    ProgrammeEvent.Verb.REPORT: "step",
    ProgrammeEvent.Verb.CONFIRM: "step",
    ProgrammeEvent.Verb.SEND_BACK: "late",
    ProgrammeEvent.Verb.WITHDRAW: "late",
}


@require_http_methods(["GET", "HEAD", "POST"])
def task_page(request, pk: int):
    """What is asked, by whom and when, what was reported; a post reports."""
    task = task_for(request.standing, pk)
    if request.method != "POST":
        return _page(request, task)
    if not may_report(request.standing, task):
        raise StepNotAllowed("只有责任单位可以报送这项任务。")
    form = ReportForm(request.POST, task=task)
    if form.is_valid():
        with refusals_on(form):
            told = form.report(request.FILES.getlist("files"))
            version = form.cleaned_data["version"]
            done = programmes.report(task, told, version=version, actor=request.user, at=timezone.now())
            said = "已报送完成，等待确认。" if done.state == State.REPORTED else "进展已报送。"
            messages.success(request, said)
            return redirect("duties:programme_task", pk=pk)
    return _page(request, task_for(request.standing, pk), form, status=status_of(form))


def _page(request, task: ProgrammeTask, form=None, *, status: int = 200, **extra):
    today = office_day(timezone.now())
    facts = programme_tree.facts_of(task)
    below = list(tasks_visible_to(request.standing).filter(parent=task).select_related("owner", "person"))
    has_below = task.children.exclude(state=State.WITHDRAWN).exists()
    reports = may_report(request.standing, task) and task.state == State.OPEN and not has_below
    seen = programme_lights.light(facts, today)
    context = {
        "task": task,
        "facts": [*_facts(task), *ties.shown(task.rests_on, request.standing, today)],
        "due": None if has_below else programme_tree.due_of(task, seen),
        "state": programme_tree.state_of(task),
        "progress": programme_lights.percent([programme_lights.share(facts)]),
        "rule": programme_lights.RULE,
        "marks": [_mark(mark, facts, today) for mark in facts.marks],
        "has_below": has_below,
        "below": [
            {"title": f"{each.number} {each.title}", "pk": each.pk, "owner": each.owner.short_name}
            for each in sorted(below, key=lambda each: programme_tree.place_of(each.number))
        ],
        "events": [_event(event) for event in task.events.prefetch_related("evidence")],
        "form": (form or ReportForm(task=task)) if reports else None,
        "may_manage": may_manage(request.standing, task.programme.lead_unit),
        "may_withdraw": task.state in (State.OPEN, State.REPORTED),
        **extra,
    }
    return render(request, "duties/programmes/task_detail.html", context, status=status)


def _facts(task: ProgrammeTask) -> list[tuple[str, str]]:
    person = f" {task.person.name}" if task.person else ""
    found = [("责任单位", f"{task.owner.name}{person}"), ("起止", f"{task.first or '未定'} 至 {task.due or '未定'}")]
    found += [("牵头领导", task.leader)] if task.leader else []
    found += [("长期坚持", "年内到位并长期坚持")] if task.is_standing else []
    found += [("数量", f"累计完成 {task.counted}，目标 {task.target} {task.unit_word}")] if task.target else []
    found += [("具体要求", task.text)] if task.text else []
    found += [("报送完成", str(task.reported_on))] if task.reported_on else []
    found += [("确认完成", str(task.done_on))] if task.done_on else []
    return found


def _mark(mark, facts, today) -> dict:
    alone = programme_lights.Facts(first=facts.first, marks=(mark,))
    if mark.reached_on:
        late = mark.reached_on > mark.due
        said = f"{mark.reached_on} 达到{'，晚于节点日期' if late else ''}"
        return {"name": mark.name, "due": mark.due, "light": "missed" if late else "met", "said": said}
    seen = programme_lights.light(alone, today)
    return {"name": mark.name, "due": mark.due, "light": seen.code, "said": "还没有达到"}


def _event(event: ProgrammeEvent) -> dict:
    return {
        "kind": KIND_OF_ENTRY.get(event.verb, ""),
        "verb": event.get_verb_display(),
        "text": event.text,
        "facts": [_told(fact) for fact in event.facts],
        "by": f"{event.by_name} {event.by_post}",
        "at": moment_text(event.at),
        "at_iso": event.at.isoformat(),
        "files": [
            {"url": reverse("duties:evidence", args=[file.pk]), "name": file.name} for file in event.evidence.all()
        ],
    }


def _told(fact: list[str]) -> tuple[str, str]:
    return (fact[0], f"{fact[1]} 改为 {fact[2]}") if len(fact) > 2 else (fact[0], fact[1])


@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request, pk: int):
    """One more task of the programme, below another or at the top."""
    programme = programme_for(request.standing, pk)
    if not may_manage(request.standing, programme.lead_unit):
        raise StepNotAllowed("您的岗位不能调整这个方案。")
    parent = None
    if request.GET.get("under"):
        parent = programme.tasks.filter(pk=whole_number(request.GET, "under") or 0).first()
        if parent is None:
            raise Http404("没有这项任务。")

    def add(form):
        how = {"actor": request.user, "at": timezone.now()}
        if kind := form.cleaned_data["every"]:
            made = add_for_every(kind, programme, parent, form.planned(), **how)
            return made[0], f"已列给 {len(made)} 个单位，可在方案的“全部”中逐项调整。"
        made = programmes.add_task(programme, parent, form.planned(), **how)
        return made, f"已列入“{made.number} {made.title}”。"

    return _edit(request, TaskForm, add, {"programme": programme, "parent": parent, "verb": "列入"})


@require_http_methods(["GET", "HEAD", "POST"])
def change_task(request, pk: int):
    """Other dates, owner, milestones or words for a task."""
    task = task_for(request.standing, pk)
    if not may_manage(request.standing, task.programme.lead_unit):
        raise StepNotAllowed("您的岗位不能调整这个方案。")

    def change(form):
        version = form.cleaned_data["version"]
        made = programmes.change_task(task, form.planned(), version=version, actor=request.user, at=timezone.now())
        return made, "已调整，变动记入这项任务的记录。"

    return _edit(request, TaskForm, change, {"programme": task.programme, "task": task, "verb": "保存"}, task=task)


def _edit(request, form_class, act, context: dict, **known):
    """The form, and on a post the act, which gives the task and what to say."""
    form = form_class(posted(request), today=office_day(timezone.now()), **known)
    if form.is_valid():
        with refusals_on(form):
            made, said = act(form)
            messages.success(request, said)
            return redirect("duties:programme_task", pk=made.pk)
    return render(request, "duties/programmes/task_form.html", {**context, "form": form}, status=status_of(form))


@require_POST
def decide(request, pk: int):
    """A reported task is confirmed or sent back, or a task is withdrawn; what was typed stays where it is refused."""
    now = timezone.now()
    task = task_for(request.standing, pk)
    if not may_manage(request.standing, task.programme.lead_unit):
        raise StepNotAllowed("只有建立方案的综治中心、综治办可以确认、退回和撤销。")
    what, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    try:
        how = {"version": version_read(request.POST), "actor": request.user, "at": now}
        if what == "confirm":
            programmes.confirm(task, **how)
        elif what == "send_back":
            programmes.send_back(task, reason, **how)
        elif what == "withdraw":
            programmes.withdraw(task, reason, **how)
        else:
            raise Refusal("请选择确认、退回或者撤销。")
    except StepNotAllowed:
        raise
    except Refusal as refusal:
        fresh = task_for(request.standing, pk)
        return _page(request, fresh, status=refusal.status, wrong=what, error=str(refusal), typed=reason)
    said = {"confirm": "已确认完成。", "send_back": "已退回责任单位。", "withdraw": "已撤销，不再计入进度。"}
    messages.success(request, said[what])
    return redirect(
        f"{reverse('duties:programme', args=[task.programme_id])}?show=waiting"
        if what == "confirm"
        else reverse("duties:programme_task", args=[pk])
    )


@require_safe
def evidence(request, pk: int):
    """The stored file as a download under its own name; taking it stands in the security record."""
    file = evidence_for(request.standing, pk)
    subject = f"方案任务 {file.event.task}"
    return handed_out(request, subject, file.path, file.name, file.content_type)
