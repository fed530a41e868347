"""Giving and ending posts on screen."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, refusals_told
from governance.organisation.accounts import deeds
from governance.organisation.accounts.login_records import acting
from governance.organisation.forms.people import EndPostForm, PostForm
from governance.organisation.models import Post, User
from governance.organisation.posts import actions as posts
from governance.organisation.roles import LABELS

from .access import managers_only
from .people import WAITS


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request, pk):
    """The person gets a post."""
    person = get_object_or_404(User, pk=pk)
    now = timezone.now()
    form = PostForm(
        request.POST or None,
        initial={"starts_on": office_day(now)},
        gives_administrators=request.standing.has_role("security_admin"),
    )
    if form.is_valid():
        with refusals_on(form):
            post = deeds.appoint(person, **form.cleaned_data, **acting(request, now))
            if post is None:
                messages.info(request, WAITS)
            else:
                messages.success(request, f"已任命{person.name}为{post.unit.short_name}的{LABELS[post.role.name]}。")
            return redirect("organisation:person", pk)
    return render(request, "organisation/posts/form.html", {"form": form, "person": person})


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def end_post(request, pk):
    """The post gets its last day."""
    post = get_object_or_404(Post.objects.select_related("user", "unit", "role"), pk=pk)
    now = timezone.now()
    form = EndPostForm(request.POST or None, initial={"ends_on": post.ends_on or office_day(now)})
    if form.is_valid():
        with refusals_on(form):
            done = deeds.end_post(post, **form.cleaned_data, **acting(request, now))
            messages.success(request, WAITS if done is None else "离任日期已登记。")
            return redirect("organisation:person", post.user_id)
    return render(
        request, "organisation/posts/end_form.html", {"form": form, "post": post, "role": LABELS[post.role.name]}
    )


@managers_only
@require_POST
def withdraw(request, pk):
    """An appointment that has not taken effect before today is taken back."""
    post = get_object_or_404(Post, pk=pk)
    with refusals_told(request):
        posts.withdraw(post, **acting(request))
        messages.success(request, "任命已撤回。")
    return redirect("organisation:person", post.user_id)
