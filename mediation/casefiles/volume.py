"""What is bound: the file of a track, and the papers that go to the court for judicial confirmation."""

from dataclasses import replace
from datetime import date

from governance.cases import binding
from governance.cases.access import veil
from governance.cases.dossiers.volume import file_entry, paper_entry
from governance.cases.models import Attachment
from governance.frame.days import office_day
from governance.frame.wording import in_figures

from . import contents as material
from . import effects as casefile
from .checklist import BY_CODE, ITEMS

FILE, PACK = "file", "confirmation"
TITLES = {
    "people_mediation": "人民调解卷宗",
    "administrative_mediation": "行政调解卷宗",
    "police_mediation": "治安调解卷宗",
    "judicial_mediation": "司法调解卷宗",
    "criminal_reconciliation": "刑事和解卷宗",
}
OPEN = "卷宗尚未归档，本件为在办材料汇总。"


def case_file(track, user, *, on: date) -> binding.Volume:
    """The file of the track, in the order of the checklist; before it is filed, as far as it has come."""
    found, file = _read_by(user, track), casefile.file_of(track)
    entries = []
    for item in ITEMS:
        if item.code == "back_cover":
            entries.append(_closing_report(track))
        entries += [_entry(item.title, source) for source in found.of(item)]
    rows = (
        ("卷名", track.title),
        ("当事人", _parties(track)),
        ("调解员", _mediators(track)),
        ("受理日期", _day(track.accepted_on)),
        ("调解结束日期", _day(track.ended_on)),
        ("结果", _outcome(track)),
        ("立卷人", file.filer.name if file.filer else ""),
        ("立卷日期", _day(file.filed_on)),
        ("保管期限", file.get_retention_display()),
        ("案件编号", track.number),
    )
    number = casefile.number_text(track, file)
    cover = binding.Cover(track.lead_unit.name, TITLES[track.kind], number, rows)
    remarks = tuple(file.remarks.splitlines()) if file.filed_on else (OPEN,)
    lacking = [f"缺：{text}" for text in material.missing(track)]
    back = binding.BackCover(
        (*remarks, *lacking), (("立卷人", rows[6][1]), ("检查人", ""), ("立卷日期", _day(file.filed_on or on)))
    )
    return binding.Volume(f"卷宗 {track.number}.pdf", cover, entries, back)


def confirmation_pack(track, user, *, on: date) -> binding.Volume:
    """What both parties hand to the court: application, agreement, proof of the mediation, property and identity."""
    found = _read_by(user, track)
    entries = [_entry("司法确认申请书及申请材料", source) for source in found.of(BY_CODE["confirmation"])]
    entries += [_entry("调解协议", source) for source in found.of(BY_CODE["agreement"])]
    entries.append(binding.ContentsEntry("调解组织主持调解的证明", (_proof(track),)))
    for code in ("property", "identity", "authority"):
        entries += [_entry(BY_CODE[code].title, source) for source in found.of(BY_CODE[code])]
    agreement = track.agreement
    rows = (
        ("申请事项", "请求确认调解协议有效"),
        ("申请人", _parties(track)),
        ("调解组织", track.lead_unit.name),
        ("协议生效日期", _day(agreement.effective_on if agreement else None)),
        ("案件编号", track.number),
    )
    cover = binding.Cover(track.lead_unit.name, "司法确认申请材料", casefile.number_text(track, None), rows)
    lacking = tuple(f"缺：{text}" for text in missing_of_pack(track, found))
    back = binding.BackCover(lacking, (("材料整理人", ""), ("整理日期", _day(on))))
    return binding.Volume(f"司法确认材料 {track.number}.pdf", cover, entries, back)


MAKERS = {FILE: case_file, PACK: confirmation_pack}


def _read_by(user, track) -> material.Contents:
    """What lies in the file, but for papers that name a matter which was hidden from this person since."""
    found = material.contents(track)
    papers = ((item, paper) for item, paper in found.papers if not veil.names_hidden(paper, track, user))
    return replace(found, papers=tuple(papers))


def missing_of_pack(track, found: material.Contents) -> list[str]:
    """What the court would ask for and the file does not hold (民事诉讼法司法解释 art. 353)."""
    wanted = (
        ("司法确认申请书", found.of(BY_CODE["confirmation"])),
        ("调解协议", found.of(BY_CODE["agreement"])),
        ("双方当事人身份证明", found.of(BY_CODE["identity"])),
    )
    return [f"{title}。" for title, sources in wanted if not sources]


def _entry(title: str, source) -> binding.ContentsEntry:
    if isinstance(source, Attachment):
        return file_entry(title, source, office_day(source.uploaded_at))
    return paper_entry(source, source.issued_on)


def _closing_report(track) -> binding.ContentsEntry:
    """结案报告表, from what the case says."""
    dispute, agreement = track.dispute, track.agreement
    rows = [
        ("案件编号", track.number),
        ("纠纷来源", dispute.get_source_display()),
        ("纠纷类别", str(dispute.category) if dispute.category else ""),
        ("等级、规模", f"{dispute.get_grade_display()}，{dispute.get_scale_display()}，涉及{dispute.people_count}人"),
        ("涉及金额", f"{dispute.amount:,.2f}元" if dispute.amount is not None else ""),
        ("受理、结束", f"{_day(track.accepted_on)}—{_day(track.ended_on)}"),
        ("调解次数", f"{track.sessions.count()}次"),
        ("结果", _outcome(track)),
    ]
    if agreement is not None:
        rows.append(("协议形式", f"{agreement.get_form_display()}，{_day(agreement.effective_on)}生效"))
        for item in agreement.items.all():
            done = f"，{_day(item.performed_on)}履行（{item.proof}）" if item.performed_on else "，尚未履行"
            rows.append((f"履行事项{item.position}", f"{item.what}，期限{_day(item.due_on)}{done}"))
    return binding.ContentsEntry("结案报告表", (binding.DataSheet("结案报告表", tuple(rows)),))


def _proof(track) -> binding.DataSheet:
    agreement = track.agreement
    held = "、".join(_day(office_day(session.held_at)) for session in track.sessions.all())
    rows = (
        ("调解组织", track.lead_unit.name),
        ("调解员", _mediators(track)),
        ("当事人", _parties(track)),
        ("纠纷", track.title),
        ("受理日期", _day(track.accepted_on)),
        ("调解时间", held),
        ("达成协议", _day(agreement.signed_on if agreement else None)),
    )
    text = f"上述纠纷由{track.lead_unit.name}依法主持调解，双方当事人自愿达成调解协议。特此证明。"
    return binding.DataSheet(
        "调解组织主持调解的证明", rows, (text, f"（{track.lead_unit.name}印章）　　　　年　　月　　日")
    )


def _parties(track) -> str:
    return "、".join(f"{person.name}（{person.get_part_display()}）" for person in track.people)


def _mediators(track) -> str:
    return "、".join(row.mediator.name for row in track.mediators.filter(until=None).select_related("mediator"))


def _outcome(track) -> str:
    if track.ending_ground:
        return f"终止调解：{track.get_ending_ground_display()}"
    return "达成调解协议" if track.agreement is not None else ""


def _day(day: date | None) -> str:
    return in_figures(day) if day else ""
