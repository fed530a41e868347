"""The page on which the office looks at the templates of its papers and replaces them."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.frame.forms.weighed import Weighed, weigh
from governance.jobs.archives import MEGABYTE
from governance.organisation.accounts.login_records import acting

from ..files import storage
from ..files.views import WORD, sealed_off
from ..models import PaperTemplate
from . import issue as papers
from . import office_templates
from . import templates as paper_templates
from .issue import PaperKind
from .office_templates import DELIVERED_VERSION
from .templates import LARGEST

may_manage = permission_required("cases.manage_reference", raise_exception=True)

# Word for word what a template writes before and after a paragraph that may have nothing to say.
AROUND_WHAT_MAY_BE_EMPTY = ("{%p if 字段 %}", "{%p endif %}")


class TemplateForm(forms.Form):
    """One Word file."""

    file = forms.FileField(
        label="新模板",
        help_text=(
            "先下载现用的模板，在 Word 或 WPS 里改好版式和文字，再传上来；"
            "先试制一份，成功才启用，已经制发的文书不会改变。"
            f"须是 Word 文档（docx），不超过 {LARGEST // MEGABYTE} MB。"
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "请选择 Word 文档。", "empty": "文件是空的。"},
    )


@require_GET
@may_manage
def paper_templates_page(request: HttpRequest) -> HttpResponse:
    """Every paper with the template it is made from now."""
    active = {template.code: template for template in PaperTemplate.objects.filter(is_active=True)}
    rows = [
        {
            "code": kind.code,
            "title": kind.title,
            "mark": kind.mark,
            "article": kind.article,
            "in_use": _label(active[kind.code]) if kind.code in active else "随平台提供",
        }
        for kind in papers.KINDS.values()
    ]
    return render(request, "cases/papers/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def paper_template(request: HttpRequest, code: str) -> HttpResponse:
    """One paper: the words its template may use, the versions, and the form for a new one."""
    kind = _kind(code)
    form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else TemplateForm()
    if form.is_valid():
        with refusals_on(form):
            template = office_templates.replace(kind, form.cleaned_data["file"], **acting(request))
            messages.success(request, f"{kind.title}已改用第 {template.version} 版模板。")
            return redirect("cases:paper_template", code=code)
    versions = list(PaperTemplate.objects.filter(code=code).select_related("uploaded_by"))
    context = {
        "kind": kind,
        "form": form,
        "words": _words(kind),
        "around": AROUND_WHAT_MAY_BE_EMPTY,
        "versions": versions,
        "delivered_in_use": not any(version.is_active for version in versions),
    }
    return render(request, "cases/papers/detail.html", context, status=status_of(form))


@require_GET
@may_manage
def paper_template_file(request: HttpRequest, code: str, version: int) -> HttpResponseBase:
    """The Word file of one version; version 0 is the delivered one."""
    kind = _kind(code)
    if version == DELIVERED_VERSION:
        return _word_file(paper_templates.delivered(code), f"{kind.title}模板.docx")
    template = PaperTemplate.objects.filter(code=code, version=version).first()
    if template is None:
        raise Http404("没有这一版模板。")
    return _word_file(storage.opened(template.path), f"{kind.title}模板 第{version}版.docx")


@require_GET
@may_manage
def paper_template_sample(request: HttpRequest, code: str) -> HttpResponseBase:
    """A paper with invented people, made from the template in use."""
    kind = _kind(code)
    content = paper_templates.render(paper_templates.current(code), papers.samples(kind), title=kind.title)
    return _word_file(BytesIO(content), f"{kind.title}样张.docx")


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def paper_template_use(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """What follows if an older version, or the delivered one, is used again, and why; then it is in use."""
    kind = _kind(code)
    if version != DELIVERED_VERSION and not PaperTemplate.objects.filter(code=code, version=version).exists():
        raise Http404("没有这一版模板。")
    name = "随平台提供的模板" if version == DELIVERED_VERSION else f"第 {version} 版模板"

    def act(reason: str) -> HttpResponse:
        office_templates.use(kind, version, reason=reason, **acting(request))
        messages.success(request, f"{kind.title}已改用{name}。")
        return redirect("cases:paper_template", code=code)

    says = (f"改用后，全县各单位制作的{kind.title}都用{name}；已经制作的不变。", "可以随时改回另一版。")
    back = reverse("cases:paper_template", args=[code]), f"文书模板：{kind.title}"
    return weigh(request, Weighed("改用", f"{kind.title}{name}", says, back), act)


def _kind(code: str) -> PaperKind:
    if code not in papers.KINDS:
        raise Http404("没有这种文书。")
    return papers.KINDS[code]


def _words(kind: PaperKind) -> list[dict]:
    """How each word is written, what it says, an example, and whether a template may go without it."""
    samples = papers.samples(kind)
    return [
        {
            "written": f"{{{{{word.word}}}}}",
            "says": word.says,
            "sample": samples[word.word],
            "needed": "必备" if word.required else "可用可不用",
        }
        for word in kind.vocabulary.values()
    ]


def _label(template: PaperTemplate) -> str:
    return f"本单位第 {template.version} 版 · {office_day(template.uploaded_at)}"


def _word_file(file, name: str) -> HttpResponseBase:
    return sealed_off(FileResponse(file), name, WORD)
