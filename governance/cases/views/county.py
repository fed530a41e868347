"""What the law leaves to the county, and what this county says."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.forms.posted import VersionField, posted, refusals_on, status_of
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area

from ..law import county
from ..models import CountyRule

may_manage = permission_required("cases.manage_reference", raise_exception=True)


class CountyRuleForm(forms.Form):
    """One answer, and the decision it rests on."""

    field_order = ("value", "places", "reason")

    reason = forms.CharField(
        label="依据的决定或者文号", max_length=150, error_messages={"required": "请写明依据的决定或者文号。"}
    )
    version = VersionField()

    def __init__(self, data=None, *, rule: CountyRule):
        super().__init__(data, initial={"value": rule.value, "version": rule.version})
        choices = [(code, label) for code, label in rule.choices]
        self.fields["value"] = forms.ChoiceField(
            label="本县的规定",
            choices=choices,
            widget=forms.RadioSelect,
            help_text=f"{rule.basis}（{rule.article}）",
            error_messages={"required": "请选择本县的规定。", "invalid_choice": "请从列表中选择。"},
        )
        if rule.apart:
            self.fields["places"] = forms.ModelMultipleChoiceField(
                Area.in_use().filter(level=rule.apart).order_by("code"),
                label="只对这些地方",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="一个也不选的，是对全县的规定。选了的，只改这些地方；与全县的规定相同的，不再另定。",
            )
        self.order_fields(self.field_order)


@require_safe
@may_manage
def rule_list(request):
    """Every question with its article and the answer in force."""
    return render(request, "cases/county/list.html", {"rows": CountyRule.objects.prefetch_related("areas__area")})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def rule_page(request, code: str):
    """One question; a post answers it."""
    rule = get_object_or_404(CountyRule, code=code)
    form = CountyRuleForm(posted(request), rule=rule)
    if form.is_valid():
        with refusals_on(form):
            county.answer(rule, **form.cleaned_data, **acting(request))
            messages.success(request, f"“{rule.name}”已保存，此后按新的规定办理。")
            return redirect("cases:county_rules")
    context = {"form": form, "rule": rule, "back": reverse("cases:county_rules")}
    return render(request, "cases/county/form.html", context, status=status_of(form))
