"""The form that takes a table in."""

import hashlib
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms

from governance.frame.wording import clipped

from . import files, work
from .models import Job
from .spreadsheets import LARGEST_FILE, SpreadsheetRefused, format_of, read_table


class SheetForm(forms.Form):
    """A sheet of Excel or CSV; ``token`` makes sending it twice one job, and a corrected sheet another."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    file = forms.FileField(label="文件", help_text="CSV 或 Excel 文件（.csv、.xlsx）", allow_empty_file=True)

    def __init__(self, request, *, label: str):
        super().__init__(*((request.POST, request.FILES) if request.method == "POST" else ()))
        self.fields["file"].label = label
        self.fields["file"].error_messages["required"] = f"请选择{label}。"

    def clean_file(self):
        """The upload; its name says that it is a table, and it is not too large."""
        upload = self.cleaned_data["file"]
        try:
            format_of(upload.name)
        except SpreadsheetRefused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(f"文件超过 {LARGEST_FILE // 1024 // 1024} MB，请分成几个文件。")
        return upload

    def table(self, labels: Iterable[str]) -> list[list[str]]:
        """Every row of the sheet as texts, read at once; raises Refusal for what is no table."""
        upload = self.cleaned_data["file"]
        with tempfile.TemporaryDirectory(prefix="sheet-") as folder:
            path = Path(folder, f"sheet.{format_of(upload.name)}")
            with path.open("wb") as file:
                for chunk in upload.chunks():
                    file.write(chunk)
            return list(read_table(path, labels))

    def ask(self, kind: str, *, owner, at: datetime, **params) -> Job:
        """A job looks through the sheet; the same page sent twice is one job."""
        upload, token = self.cleaned_data["file"], self.cleaned_data.get("token")
        stored = files.store_upload(upload, f".{format_of(upload.name)}")
        key = f"sheet:{token}:{hashlib.file_digest(upload.file, 'sha256').hexdigest()}" if token else None
        told: dict[str, Any] = {"params": {"name": clipped(upload.name, 100), **params}, "key": key}
        return work.ask(kind, owner=owner, at=at, source_path=stored, **told)
