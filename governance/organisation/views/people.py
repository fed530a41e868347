"""People on screen: the list, one person, their account."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.frame.days import minute_text, office_day
from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import Together, refusals_on, refusals_told, status_of
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import Refusal
from governance.organisation import pickers
from governance.organisation.accounts import actions as accounts
from governance.organisation.accounts import deeds
from governance.organisation.accounts.login_records import acting
from governance.organisation.accounts.overlooked import ending_by, stale_at
from governance.organisation.forms.people import NewPersonForm, PersonFilter, PersonForm, PostForm
from governance.organisation.forms.units import ReasonForm
from governance.organisation.models import LoginSession, Post, User
from governance.organisation.posts import entrusting
from governance.organisation.posts.guarding import check_may_touch, may_hold
from governance.organisation.roles import EXCLUSIVE, LABELS

from .access import managers_only
from .units import tabs

WAITS = "已提出，等另一人在“账号确认”里确认后办理。"


@managers_only
@require_safe
def people_list(request):
    """People by login name, which is the name in pinyin and so the order in which people look; fifty a page."""
    today = office_day(timezone.now())
    form = PersonFilter(request.GET)
    found = _filtered(form.cleaned_data if form.is_valid() else {}, today)
    page = page_of(request, found.prefetch_related(pickers.posts_of_the_day(today)), Order("username"), unit="人")
    context = {
        "form": form,
        "page": page,
        "rows": [_row(user) for user in page.rows],
        "tabs": tabs("people"),
        "is_filtered": bool(request.GET),
    }
    return render(request, "organisation/people/list.html", context)


def _filtered(asked: dict, today):
    found = User.objects.all()
    if asked.get("q"):
        found = pickers.Anybody().among(found, asked["q"])
    posts = Post.objects.current(today)
    if asked.get("unit"):
        found = found.filter(pk__in=posts.filter(unit=asked["unit"]).values("user_id"))
    if asked.get("role"):
        found = found.filter(pk__in=posts.filter(role__name=asked["role"]).values("user_id"))
    if asked.get("state") != "all":
        found = found.filter(is_active=asked.get("state") != "closed")
    if asked.get("state") == "stale":
        found = found.filter(stale_at(timezone.now()))
    if asked.get("state") == "ending":
        found = found.filter(ending_by(today))
    return found


def _row(user: User) -> dict:
    return {
        "url": reverse("organisation:person", args=[user.pk]),
        "name": user.name,
        "username": user.username,
        "posts": "、".join(f"{post.unit.short_name}·{LABELS[post.role.name]}" for post in user.posts_today),
        "phone": user.phone,
        "state": "在用" if user.is_active else "已停用",
        "is_active": user.is_active,
        "last_login": minute_text(user.last_login) if user.last_login else "未登录过",
    }


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request):
    """A person with a login and a first post; the first password is shown on the answer and nowhere else."""
    now = timezone.now()
    form = NewPersonForm(request.POST or None)
    initial = {"starts_on": office_day(now)}
    post_form = PostForm(request.POST or None, initial=initial, gives_administrators=_gives_administrators(request))
    if form.is_valid() & post_form.is_valid():
        user = form.save(commit=False)
        with refusals_on(post_form):
            with transaction.atomic():
                password = accounts.open_account(user, **acting(request, now))
                post = deeds.appoint(user, **post_form.cleaned_data, **acting(request, now))
            if post is None:
                messages.info(request, WAITS)
            return first_password(request, user, password)
    context = {"form": form, "post_form": post_form, "together": Together(form, post_form)}
    return render(request, "organisation/people/new.html", context)


def first_password(request, user: User, password: str, back: str = ""):
    """The answer with the password: not kept for a second look, neither in the session nor behind an address."""
    back = back or reverse("organisation:person", args=[user.pk])
    context = {"person": user, "password": password, "days": settings.FIRST_PASSWORD_DAYS, "back": back}
    return shown_once(render(request, "organisation/people/first_password.html", context), back)


def _gives_administrators(request) -> bool:
    return request.standing.has_role("security_admin")


@managers_only
@require_safe
def person_page(request, pk):
    """One person: details, every post ever held, and what can be done with the account."""
    return render_person(request, get_object_or_404(User, pk=pk))


def render_person(request, person: User, *, deed_form=None, status=200):
    """The page of the person, with a form that was not accepted, if any."""
    now = timezone.now()
    try:
        check_may_touch(person, request.user, now)
        why_not = ""
    except Refusal as refused:
        why_not = refused.sentence
    posts = list(person.posts.select_related("unit", "role").order_by("-starts_on", "-id"))
    context = {
        "person": person,
        "facts": _facts(person),
        "posts": [_post_row(post, office_day(now)) for post in posts],
        "deed_form": deed_form or ReasonForm(),
        "sessions": LoginSession.objects.filter(user=person, expire_date__gt=now).count(),
        "in_hand": entrusting.in_hand(person, office_day(now)) if person.is_active and not why_not else [],
        "hands_over": not request.standing.has_role(*EXCLUSIVE),
        "why_not": why_not,
        "guarded": any(may_hold(row.role.name, row.unit) for row in posts if not _has_ended(row, office_day(now))),
    }
    return render(request, "organisation/people/detail.html", context, status=status)


def _facts(person: User) -> list[tuple[str, str]]:
    last = minute_text(person.last_login) if person.last_login else "未登录过"
    password = "等待本人修改初始密码" if person.must_change_password else "本人设置"
    return [
        ("登录名", person.username),
        ("联系电话", person.phone or "未填写"),
        ("电子邮箱", person.email or "未填写"),
        ("状态", "在用" if person.is_active else "已停用"),
        ("上次登录", last),
        ("密码", password),
        ("动态口令", minute_text(person.factor_since) + " 启用" if person.factor_since else "没有启用"),
        ("建立时间", minute_text(person.date_joined)),
    ]


def _has_ended(post: Post, today) -> bool:
    return post.ends_on is not None and post.ends_on < today


def _post_row(post: Post, today) -> dict:
    has_ended = _has_ended(post, today)
    has_begun = post.starts_on <= today
    return {
        "id": post.pk,
        "unit": post.unit.name,
        "role": LABELS[post.role.name],
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
        "state": "已离任" if has_ended else "在任" if has_begun else "未到任",
        "has_ended": has_ended,
        "can_withdraw": post.starts_on >= today,
    }


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request, pk):
    """The person's details are changed."""
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"]
            accounts.change_details(form.instance, form.changed, version=version, **acting(request))
            messages.success(request, "已保存。")
            return redirect("organisation:person", pk)
    heading = User.objects.values_list("name", flat=True).get(pk=pk)
    context = {"form": form, "person": person, "heading": heading}
    return render(request, "organisation/people/form.html", context, status=status_of(form))


@managers_only
@require_POST
def close_person(request, pk):
    """The account is closed and its sessions are gone."""
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_on(form):
            accounts.close_account(person, reason=reason, **acting(request))
            messages.success(request, f"{person.name}的账号已停用，已登录的地方全部退出。")
            return redirect("organisation:person", pk)
    return render_person(request, person, deed_form=form, status=422)


@managers_only
@require_POST
def reopen_person(request, pk):
    """The account is open again, with a new first password."""
    return _for_a_reason(request, get_object_or_404(User, pk=pk), deeds.reopen_account)


@managers_only
@require_POST
def reset_password(request, pk):
    """The account has a new first password and no session."""
    return _for_a_reason(request, get_object_or_404(User, pk=pk), deeds.reset_password)


@managers_only
@require_POST
def reset_factor(request, pk):
    """A lost device waits for a second person to be reset."""
    return _for_a_reason(request, get_object_or_404(User, pk=pk), deeds.reset_factor)


def _for_a_reason(request, person: User, action):
    """The answer with the first password, if one is made; the page of the person where no reason is given."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render_person(request, person, deed_form=form, status=422)
    with refusals_told(request):
        password = action(person, reason=form.cleaned_data["reason"], **acting(request))
        if password:
            return first_password(request, person, password)
        messages.info(request, WAITS)
    return redirect("organisation:person", person.pk)
