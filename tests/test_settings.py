"""The settings file is run anew for each case, on an environment of its own."""

import os
import runpy
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

SETTINGS = Path(__file__).resolve().parent.parent / "governance" / "settings.py"

PRODUCTION = {
    "DJANGO_ENV": "production",
    "SECRET_KEY": "a-secret-of-this-test-" + "x" * 40,
    "FIELD_KEYS": "k1:a-field-key-of-this-test-0123456789",
    "HISTORY_KEY": "a-history-key-of-this-test-0123456789",
    "ALLOWED_HOSTS": "centre.example",
    "DATABASE_URL": "postgresql://user:p%40ss@db.example:5433/centre?sslmode=require",
    "REDIS_URL": "redis://broker.example/0",
}


@pytest.fixture
def read(monkeypatch):
    """Reads the settings as a process with this environment and nothing else would."""

    def read(environment: dict[str, str]) -> dict:
        monkeypatch.setattr(os, "environ", environment)
        return runpy.run_path(str(SETTINGS))

    yield read
    monkeypatch.undo()


def test_what_is_printed_for_citizens_leads_to_the_port_on_which_it_runs(read):
    assert read({"PORT": "8001"})["SITE_URL"] == "http://127.0.0.1:8001"
    assert read({"PORT": "8001", "SITE_URL": "http://centre.lan/"})["SITE_URL"] == "http://centre.lan"
    assert read({})["SITE_URL"] == "http://127.0.0.1:8000"


def test_it_starts_production_with_every_secret_given(read):
    database = read(PRODUCTION)["DATABASES"]["default"]
    assert database["HOST"] == "db.example"
    assert database["PORT"] == "5433"
    assert database["PASSWORD"] == "p@ss"
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "DJANGO_ENV"])
def test_it_refuses_production_without(read, name):
    with pytest.raises(ImproperlyConfigured, match=f"环境变量 {name} 没有设置"):
        read({key: value for key, value in PRODUCTION.items() if key != name})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG 必须为 0"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 不能用演示值，至少 50 个字符"),
        ({"FIELD_KEYS": "k1:short"}, "密钥至少 32 个字符"),
        ({"SESSION_COOKIE_SECURE": "0"}, "Cookie 必须只经 HTTPS 发送"),
        ({"CSRF_COOKIE_SECURE": "false"}, "Cookie 必须只经 HTTPS 发送"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 要逐个写完整的域名"),
        ({"ALLOWED_HOSTS": "centre.example, *"}, "ALLOWED_HOSTS 要逐个写完整的域名"),
        ({"ALLOWED_HOSTS": ".cn"}, "ALLOWED_HOSTS 要逐个写完整的域名"),
        ({"SECRET_KEY": "x" * 60}, "要随机生成"),
        ({"FIELD_KEYS": "k1:" + "k" * 40}, "要随机生成"),
        ({"HISTORY_KEY": "h" * 40}, "要随机生成"),
        ({"FIELD_CIPHER": "des"}, "FIELD_CIPHER 只能是 aesgcm 或 sm4gcm"),
        ({"HISTORY_KEY": "short"}, "HISTORY_KEY 不能用演示值，至少 32 个字符"),
        ({"SECURE_SSL_REDIRECT": "0"}, "前面要有只收 HTTPS 的代理"),
        ({"PASSWORD_MAX_AGE_DAYS": "-1"}, "PASSWORD_MAX_AGE_DAYS 应为数字"),
        ({"LOG_LEVEL": "debug"}, "LOG_LEVEL 不能是 DEBUG"),
        ({"DATABASE_URL": "embedded"}, "DATABASE_URL 必须指向正式的 PostgreSQL"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL 的格式应为"),
        ({"DJANGO_ENV": "prod"}, "DJANGO_ENV 只能是"),
        ({"DEBUG": "maybe"}, "DEBUG 只能是 1 或 0"),
        ({"EMAIL_PORT": "smtp"}, "环境变量 EMAIL_PORT 应为数字"),
        ({"SMS_URL": "https://sms.example.cn/"}, "环境变量 SMS_KEY 没有设置"),
    ],
)
def test_it_refuses_production_that_would_be_unsafe(read, change, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read({**PRODUCTION, **change})


def test_it_refuses_the_demo_values_in_production(read):
    demo = read({})
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY 不能用演示值"):
        read({**PRODUCTION, "SECRET_KEY": demo["DEMO_SECRET_KEY"]})
    with pytest.raises(ImproperlyConfigured, match="HISTORY_KEY 不能用演示值"):
        read({**PRODUCTION, "HISTORY_KEY": demo["DEMO_HISTORY_KEY"]})
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS 不能用演示值"):
        read({**PRODUCTION, "FIELD_KEYS": f"k1:{demo['DEMO_FIELD_KEY']}"})


def test_it_needs_nothing_from_the_environment_on_a_desk(read, tmp_path):
    desk = read({"VAR_DIR": str(tmp_path / "var")})
    assert desk["DEBUG"] is False
    assert desk["SESSION_COOKIE_SECURE"] is False
    assert not (tmp_path / "var").exists(), "reading the settings creates nothing"


@pytest.mark.django_db
def test_it_tells_the_browser_to_run_only_our_own_files(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "microphone=()" in client.get("/healthz").headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in policy


def test_a_script_that_is_worked_on_is_served_as_it_stands(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    get_finder.cache_clear()
    script, client = tmp_path / "worked_on.js", Client()
    for text in ("let one;", "let one, another;"):
        script.write_text(text)
        served = client.get("/static/worked_on.js")
        assert b"".join(served) == text.encode()
        assert served["Content-Length"] == str(len(text))
    get_finder.cache_clear()
