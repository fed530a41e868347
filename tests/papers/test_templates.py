"""The delivered templates are what their sources say, use only known words, and carry what the law wants."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance.cases.papers import issue as papers
from governance.cases.papers import templates as paper_templates


def test_every_kind_of_paper_has_a_template_and_every_template_a_kind():
    for suffix in (".docx", ".txt"):
        found = [path.stem for folder in paper_templates.folders() for path in folder.glob(f"*{suffix}")]
        assert sorted(found) == sorted(papers.KINDS)


def test_the_delivered_templates_are_up_to_date_with_their_sources():
    call_command("make_paper_templates", "--check")


def test_a_changed_source_is_noticed_and_set(monkeypatch, tmp_path):
    (tmp_path / "note.txt").write_text("# 标题\n正文 {{文号}}\n", encoding="utf-8")
    monkeypatch.setattr(paper_templates, "folders", lambda: [tmp_path])
    with pytest.raises(CommandError, match=r"note\.docx"):
        call_command("make_paper_templates", "--check")
    assert not Path(tmp_path / "note.docx").exists()
    call_command("make_paper_templates")
    call_command("make_paper_templates", "--check")
    assert "正文 {{文号}}" in paper_templates.text_of(io.BytesIO((tmp_path / "note.docx").read_bytes()))


@pytest.mark.parametrize("code", sorted(papers.KINDS) or ["none"])
def test_a_delivered_template_would_be_accepted_as_an_upload(code):
    kind = papers.KINDS[code]
    file = paper_templates.delivered(code)
    required = {word.word for word in kind.vocabulary.values() if word.required}
    paper_templates.check(file, samples=papers.samples(kind), required=required)
