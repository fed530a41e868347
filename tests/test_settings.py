"""Each case starts a fresh Python: settings are read once, from the environment."""

import os
import subprocess
import sys
from ast import literal_eval

import pytest

PRODUCTION = {
    "DJANGO_ENV": "production",
    "SECRET_KEY": "a-secret-of-this-test-" + "x" * 40,
    "FIELD_KEYS": "k1:" + "k" * 32,
    "ALLOWED_HOSTS": "centre.example",
    "DATABASE_URL": "postgresql://user:p%40ss@db.example:5433/centre?sslmode=require",
    "REDIS_URL": "redis://broker.example/0",
}


def read_settings(expression: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"from governance import settings; print(repr(({expression})))"],
        env={**plain, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_starts_production_with_every_secret_given():
    answer = read_settings("settings.DATABASES['default']", PRODUCTION)
    assert answer.returncode == 0, answer.stderr
    database = literal_eval(answer.stdout)
    assert database["HOST"] == "db.example"
    assert database["PORT"] == "5433"
    assert database["PASSWORD"] == "p@ss"
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "DJANGO_ENV"])
def test_it_refuses_production_without(name):
    answer = read_settings("1", {key: value for key, value in PRODUCTION.items() if key != name})
    assert answer.returncode != 0
    assert f"环境变量 {name} 没有设置" in answer.stderr


DEMO_SECRET_KEY = read_settings("settings.DEMO_SECRET_KEY", {}).stdout.strip().strip("'")
DEMO_FIELD_KEY = read_settings("settings.DEMO_FIELD_KEY", {}).stdout.strip().strip("'")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG 必须为 0"),
        ({"SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY 不能用演示值"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 不能用演示值，至少 50 个字符"),
        ({"FIELD_KEYS": f"k1:{DEMO_FIELD_KEY}"}, "FIELD_KEYS 不能用演示值"),
        ({"FIELD_KEYS": "k1:short"}, "密钥至少 32 个字符"),
        ({"SESSION_COOKIE_SECURE": "0"}, "Cookie 必须只经 HTTPS 发送"),
        ({"CSRF_COOKIE_SECURE": "false"}, "Cookie 必须只经 HTTPS 发送"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 不能是 *"),
        ({"DATABASE_URL": "embedded"}, "DATABASE_URL 必须指向正式的 PostgreSQL"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL 的格式应为"),
        ({"DJANGO_ENV": "prod"}, "DJANGO_ENV 只能是"),
        ({"DEBUG": "maybe"}, "DEBUG 只能是 1 或 0"),
        ({"EMAIL_PORT": "smtp"}, "环境变量 EMAIL_PORT 应为数字"),
    ],
)
def test_it_refuses_production_that_would_be_unsafe(change, sentence):
    answer = read_settings("1", {**PRODUCTION, **change})
    assert answer.returncode != 0
    assert sentence in answer.stderr


def test_it_needs_nothing_from_the_environment_on_a_desk(tmp_path):
    answer = read_settings("settings.DEBUG, settings.SESSION_COOKIE_SECURE", {"VAR_DIR": str(tmp_path / "var")})
    assert answer.stdout.strip() == "(False, False)"
    assert not (tmp_path / "var").exists(), "reading the settings creates nothing"


def test_every_beat_entry_expires_before_the_next(settings):
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["options"]["expires"] < entry["schedule"].total_seconds(), name


@pytest.mark.django_db
def test_it_tells_the_browser_to_run_only_our_own_files(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
