"""What a backup drill asks: is every file there, is it the one that was stored, and what is left over."""

import io
import os
import time

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance.cases.files import storage
from governance.cases.files.attachments import store
from governance.cases.papers import issue as papers
from governance.cases.papers import office_templates
from governance.cases.papers import templates as paper_templates
from tests import builders

from . import samples


@pytest.fixture
def kept(case, cast, settings, tmp_path):
    """Three attachments in a store of their own."""
    settings.ATTACHMENT_ROOT = tmp_path
    content = samples.HONEST["申请书.pdf"][0]
    names = ("一.pdf", "二.pdf", "三.pdf")
    return [store(case, samples.upload(name, content), actor=cast.handler, at=timezone.now()) for name in names]


def check(*args) -> str:
    out = io.StringIO()
    call_command("check_files", *args, stdout=out)
    return out.getvalue()


def test_it_finds_nothing_wrong_when_nothing_is(kept):
    assert check() == "核对 3 个文件，问题 0 个，多余 0 个。\n"


def test_it_names_what_is_missing_and_what_was_changed(kept, capsys):
    storage.located(kept[0].path).unlink()
    storage.located(kept[1].path).write_bytes(b"other")
    with pytest.raises(CommandError, match="从备份恢复"):
        call_command("check_files")
    said = capsys.readouterr().out
    assert "缺失  XF2026-000312 附件 一.pdf" in said
    assert "被改动  XF2026-000312 附件 二.pdf" in said
    assert "三.pdf" not in said


def test_it_names_what_was_put_in_the_place_of_another(kept, capsys):
    first, second = (storage.located(one.path) for one in kept[:2])
    second.write_bytes(first.read_bytes())
    with pytest.raises(CommandError):
        call_command("check_files")
    assert "被改动  XF2026-000312 附件 二.pdf" in capsys.readouterr().out


def test_nothing_in_clear_is_read_in_the_place_of_what_was_sealed(kept, capsys):
    """Whoever can write on the disk and has no key changes nothing that anybody reads, not even by sealing it anew."""
    place = storage.located(kept[0].path)
    place.write_bytes(samples.HONEST["申请书.pdf"][0])
    for _ in range(2):
        with pytest.raises(storage.FileChanged):
            storage.content_of(kept[0].path)
        call_command("reseal")
    with pytest.raises(CommandError):
        call_command("check_files")
    assert "被改动" in capsys.readouterr().out


def test_it_says_that_a_key_is_gone_and_goes_on(kept, settings, capsys):
    settings.FIELD_KEYS = {"new": "n" * 40}
    with pytest.raises(storage.FileGone):
        storage.content_of(kept[0].path)
    assert storage.seal_again() == 0
    with pytest.raises(CommandError):
        call_command("check_files")
    assert capsys.readouterr().out.count("密钥不在") == len(kept)


def test_no_stored_file_can_be_read_on_the_disk(kept):
    content = samples.HONEST["申请书.pdf"][0]
    assert all(storage.content_of(one.path) == content for one in kept)
    assert not any(b"%PDF" in storage.located(one.path).read_bytes() for one in kept)


def test_stored_files_are_sealed_with_the_new_key_and_need_the_old_one_no_more(kept, settings):
    """One lies there in clear, from before files were sealed; one does not open and stays for the check to name."""
    content = samples.HONEST["申请书.pdf"][0]
    sealed = storage.located(kept[0].path)
    kept[0].path = kept[0].path.removesuffix(storage.SEALED)
    sealed.rename(storage.root() / kept[0].path).write_bytes(content)
    storage.located(kept[2].path).write_bytes(storage.located(kept[1].path).read_bytes())
    settings.FIELD_KEYS = {"new": "n" * 40, **settings.FIELD_KEYS}
    out = io.StringIO()
    call_command("reseal", "--count", stdout=out)
    assert "附件和文书，密钥和算法 （没有加密）：1 个" in out.getvalue()
    call_command("reseal", stdout=out)
    assert "附件和文书：重新加密 2 个" in out.getvalue()
    assert "附件和文书，密钥和算法 new.aesgcm：2 个" in out.getvalue()
    settings.FIELD_KEYS = {"new": "n" * 40}
    assert [storage.content_of(one.path) for one in kept[:2]] == [content, content]


def test_it_removes_only_what_is_old_and_belongs_to_nobody(kept, tmp_path):
    old, young = tmp_path / "aa" / "old", tmp_path / "aa" / "young"
    # What is kept may have begun that folder by chance.
    old.parent.mkdir(exist_ok=True)
    for file in (old, young):
        file.write_bytes(b"x")
    os.utime(old, (time.time() - 100_000,) * 2)
    assert "多余  aa/old" in check()
    assert old.exists()
    assert "已删除  aa/old" in check("--remove-orphans")
    assert not old.exists()
    assert young.exists()
    assert all(storage.located(attachment.path) for attachment in kept)


def test_it_looks_at_papers_and_templates_too(cast, settings, tmp_path, capsys):
    settings.ATTACHMENT_ROOT = tmp_path
    how = {"actor": cast.county, "at": timezone.now(), "ip": None}
    template = paper_templates.delivered("inform_notice").read()
    office_templates.replace(papers.KINDS["inform_notice"], samples.upload("告知书.docx", template), **how)
    made = builders.petition(cast)
    builders.step(made, "inform", cast.clerk, later=1, replay=False, **builders.INFORM)
    assert "核对 2 个文件，问题 0 个" in check()
    for stored in tmp_path.rglob("*"):
        if stored.is_file():
            stored.unlink()
    with pytest.raises(CommandError):
        call_command("check_files")
    said = capsys.readouterr().out
    assert f"缺失  {made.number} 文书 {made.papers.get().number}" in said
    assert "缺失  模板 inform_notice 第 1 版" in said
