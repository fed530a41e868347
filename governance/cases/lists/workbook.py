"""A table that a page shows, as a workbook; taking it stands in the security record."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.http import FileResponse

from governance.frame.refusals import StepNotAllowed
from governance.jobs import files, spreadsheets
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT = "cases.export_case"


def must_export(request) -> None:
    """Raises StepNotAllowed for who may not take tables away."""
    if EXPORT not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导出。")


def workbook(
    request,
    *,
    name: str,
    columns: tuple[spreadsheets.Column, ...],
    rows: list[tuple],
    subject: str,
    filename: str,
    now: datetime,
) -> FileResponse:
    """The rows as a download; cells are text and numbers and never formulas."""
    note = spreadsheets.made_by(request.user, now)
    with tempfile.TemporaryDirectory(prefix="table-") as folder:
        path = Path(folder, "table.xlsx")
        spreadsheets.write_ledger(
            path, name=name, columns=columns, rows=rows, total=len(rows), title=subject, note=note
        )
        file = path.open("rb")
    record(
        AccessRecord.Verb.EXPORT,
        subject=f"{subject}，共 {len(rows)} 行",
        **acting(request, now),
    )
    return FileResponse(file, content_type=XLSX, as_attachment=True, filename=files.named(filename))
