"""Whatever the server does not even read is answered with how much it takes, as the asker reads it."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db

REGISTER = "/petitions/register/"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"one": ["x"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}, "一次提交的内容太多"),
        ({"one": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}, "文字太长（最多"),
    ],
)
def test_a_page_says_what_was_too_much_and_where_the_words_are(login, cast, sent, said):
    page = login(cast.clerk).post(REGISTER, sent)
    text = page.content.decode()
    assert page.status_code == 400 and said in text and "填写的内容还在那里" in text


def test_too_many_files_are_counted(login, cast, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    files = [SimpleUploadedFile(f"{n}.png", b"x") for n in range(2)]
    page = login(cast.clerk).post(REGISTER, {"files": files})
    assert page.status_code == 400 and "一次选的文件太多（最多 1 个）" in page.content.decode()


def test_a_program_is_answered_as_a_program(client):
    body = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post("/api/hotline/petitions/", body, content_type="application/json")
    assert answer.status_code in (400, 401) and answer["Content-Type"] == "application/json"
