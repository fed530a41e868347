"""Finding a case by words."""

from dataclasses import replace
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.pages.paging import page_of
from governance.frame.refusals import Refusal
from governance.organisation import guide
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..access import mark_of
from ..models import Case
from ..search.bigrams import normal
from ..search.cases import case_number, holds_number, may_look_up, search
from .columns import CASE_COLUMNS
from .rows import NEWEST_FIRST, listed, mark_words, rows_of


@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request):
    """The cases that hold every word; a whole case number goes straight to its page.

    Words are asked for by address, so that a search can be kept and turned over. A phone or ID number is only ever
    posted: addresses end up in logs and histories.
    """
    posted = request.method == "POST"
    text = (request.POST if posted else request.GET).get("q", "").strip()[:80]
    if posted and not holds_number(text):
        return redirect(f"{request.path}?{urlencode({'q': text})}")
    by_number = may_look_up(request.user)
    context = {"query": text, "guide": [] if holds_number(text) else guide.found(text), "by_number": by_number}
    if holds_number(text) and not posted:
        context["refusal"] = "电话和证件号不写进网址，请在搜索框中输入后查找。"
    elif posted and not by_number:
        context["refusal"] = "只有可以查看身份信息的岗位能按电话或者证件号查找。"
    elif text:
        if posted:
            subject = f"按号码查找 {mark_of(normal(text))}"
            record(AccessRecord.Verb.UNMASK, actor=request.user, at=timezone.now(), subject=subject)
        exact = Case.objects.visible_to(request.user).filter(number=case_number(text)).first()
        if exact is not None:
            return redirect("cases:case", number=exact.number)
        try:
            found = listed(search(request.user, text), user=request.user)
            page = page_of(request, found, replace(NEWEST_FIRST, worded=True))
        except Refusal as refusal:
            context["refusal"] = refusal.sentence
        else:
            mark_words(page.rows, text)
            rows = rows_of(page.rows, user=request.user, now=timezone.now())
            context |= {"page": page, "columns": CASE_COLUMNS, "rows": rows}
    return render(request, "cases/lists/search.html", context)
