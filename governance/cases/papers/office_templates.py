"""The office's own templates: taken in, put aside, taken up again. Every change stands in the security record."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record

from ..files import storage
from ..files.attachments import clean_name, content_of
from ..models import PaperTemplate
from ..numbers import next_in
from . import issue as papers
from . import templates as paper_templates
from .issue import PaperKind

DELIVERED_VERSION = 0


def replace(kind: PaperKind, upload: UploadedFile, *, actor: User, at: datetime, ip: str | None) -> PaperTemplate:
    """The uploaded template is in use from now on; raises ``TemplateRefused`` and keeps the old one otherwise."""
    required = {word.word for word in kind.vocabulary.values() if word.required}
    paper_templates.check(content_of(upload), samples=papers.samples(kind), required=required)
    content = content_of(upload).read()
    with transaction.atomic():
        # Taking the number locks the paper's templates: the second of two uploads waits here.
        version = next_in(f"template:{kind.code}")
        stored = storage.keep([content])
        PaperTemplate.objects.filter(code=kind.code, is_active=True).update(is_active=False)
        template = PaperTemplate.objects.create(
            code=kind.code,
            version=version,
            name=clean_name(upload.name),
            path=stored.path,
            sha256=stored.sha256,
            uploaded_by=actor,
            uploaded_at=at,
        )
        _record(kind, f"上传并启用第 {version} 版（{template.name}）", actor, at, ip)
    return template


def use(kind: PaperKind, version: int, *, actor: User, at: datetime, reason: str, ip: str | None) -> None:
    """That version is in use from now on; version 0 is the delivered one. Raises ``PaperTemplate.DoesNotExist``."""
    with transaction.atomic():
        templates = PaperTemplate.objects.select_for_update().filter(code=kind.code)
        chosen = templates.get(version=version) if version != DELIVERED_VERSION else None
        templates.filter(is_active=True).update(is_active=False)
        if chosen:
            templates.filter(pk=chosen.pk).update(is_active=True)
        _record(kind, f"改用{f'第 {version} 版' if chosen else '随平台提供的模板'}：{reason}", actor, at, ip)


def _record(kind: PaperKind, what: str, actor: User, at: datetime, ip: str | None) -> None:
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"文书模板 {kind.title}", reason=what, ip=ip)
