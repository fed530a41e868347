"""The page of the routing rules of one kind of matter."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.frame.forms.posted import posted, refusals_on, status_of, whole_number
from governance.frame.forms.weighed import Weighed, weigh
from governance.frame.pages.paging import Order, page_of
from governance.organisation.accounts.login_records import acting

from .. import registry
from ..models import Category, RoutingRule
from . import rules
from .forms import RuleForm

office_only = permission_required("cases.manage_reference", raise_exception=True)


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def routing(request, kind: str = ""):
    """The rules of a kind, newest first, and a form for one more."""
    known = rules.kinds_with_categories()
    kinds = [each for each in registry.KINDS.values() if each.code in known]
    chosen = next((each for each in kinds if kind in ("", each.code)), None)
    if chosen is None:
        raise Http404("没有这一种类。")
    key = whole_number(request.GET, "category")
    named = Category.objects.filter(kind=chosen.code, pk=key).first() if key else None
    form = RuleForm(posted(request), kind=chosen.code, grades=chosen.grades, initial={"category": named})
    if form.is_valid():
        with refusals_on(form):
            rules.set_rule(form.rule(), form.co_units(), **acting(request))
            messages.success(request, "规则已保存，转送、分派时按它提示承办单位。")
            return redirect("cases:routing_of", kind=chosen.code)
    found = RoutingRule.objects.filter(category__kind=chosen.code)
    found = found.select_related("category", "area__parent__parent", "unit").prefetch_related("co_units")
    page = page_of(request, found, Order(newest_first=True), unit="条")
    context = {
        "tabs": [
            {
                "label": each.workflow.label,
                "url": reverse("cases:routing_of", args=[each.code]),
                "active": each is chosen,
            }
            for each in kinds
        ],
        "page": page,
        "rows": [(rule, rules.grade_label(rule)) for rule in page.rows],
        "form": form,
        "graded": bool(chosen.grades),
    }
    return render(request, "cases/routing/list.html", context, status=status_of(form))


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, pk: int):
    """What follows if there is one rule fewer, and why; then it is gone."""
    rule = get_object_or_404(RoutingRule.objects.select_related("category", "area", "unit"), pk=pk)
    kind = rule.category.kind

    def act(reason: str):
        rules.drop_rule(rule, reason=reason, **acting(request))
        messages.success(request, "规则已删除。")
        return redirect("cases:routing_of", kind=kind)

    says = (
        f"删除后，{rule.area}的“{rule.category}”不再建议分给{rule.unit}；已经分派的不变。",
        "删除以后不能恢复，要用时重新添加。",
    )
    back = reverse("cases:routing_of", args=[kind]), "分派规则"
    return weigh(request, Weighed("删除", f"{rule.category}（{rule.area}）", says, back), act)
