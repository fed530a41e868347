"""An act that reaches many people or cannot be taken back: what it will do stands beside the reason that it wants."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .posted import posted, refusals_on, status_of


class WhyForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(label="事由", max_length=100, error_messages={"required": "请写明事由。"})


@dataclass(frozen=True)
class Weighed:
    """The act in words: its verb, on what, and in ``says`` what will happen, to whom and how many.

    Where it can be undone ``says`` tells how, else that it cannot. ``back`` is the page on which it is offered, by
    address and name. ``done`` is the sentence that it has been done already, and nothing is left to weigh.
    """

    verb: str
    subject: str
    says: tuple[str, ...]
    back: tuple[str, str]
    done: str = ""


def weigh(
    request: HttpRequest,
    weighed: Weighed,
    act: Callable[[str], HttpResponse],
    *,
    form: forms.Form | None = None,
    version: int | None = None,
) -> HttpResponse:
    """The page that says what the act does; once its reason is sent, the answer of ``act`` to the reason. What has been
    done already leads back to where it is offered.

    ``version`` is the one of the row that the page shows, sent along with the reason.
    """
    if weighed.done:
        messages.info(request, weighed.done)
        return redirect(weighed.back[0])
    form = form or WhyForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            return act(form.cleaned_data["reason"])
    context = {"weighed": weighed, "form": form, "version": version}
    return render(request, "base_weighed.html", context, status=status_of(form))
