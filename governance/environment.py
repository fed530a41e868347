"""The environment as the settings read it: plain Python, and what no production may run on."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from governance import local_services

# A key drawn at random has more.
DIFFERENT_SIGNS = 12


def env(name: str, default: str | None = None) -> str:
    """The variable's value; without a default the variable must be set."""
    value = os.environ.get(name, "") or default
    if value is None:
        raise ImproperlyConfigured(f"环境变量 {name} 没有设置。")
    return value


def pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of ``code=name,code=name``."""
    rows = [each.partition("=") for each in text.split(",") if each.strip()]
    if wrong := [code for code, _, name in rows if not code.strip() or not name.strip()]:
        raise ImproperlyConfigured(f"应当写成“代码=名称,代码=名称”：{'、'.join(wrong)}。")
    return [(code.strip(), name.strip()) for code, _, name in rows]


def env_int(name: str, default: int) -> int:
    """The variable as a number, 0 or more."""
    word = env(name, str(default))
    if not word.isdecimal():
        raise ImproperlyConfigured(f"环境变量 {name} 应为数字，现在是 {word}。")
    return int(word)


def env_bool(name: str, default: bool) -> bool:
    """The variable as yes or no; anything but 1, 0, true, false is an error."""
    word = os.environ.get(name, "").lower() or str(default).lower()
    if word not in ("1", "0", "true", "false"):
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 1 或 0，现在是 {word}。")
    return word in ("1", "true")


def keys_of(text: str) -> dict[str, str]:
    """``FIELD_KEYS``, each key by its id."""
    pairs = [pair.strip().partition(":") for pair in text.split(",")]
    if not all(re.fullmatch(r"\w+", name) and len(key) >= 32 for name, _, key in pairs):
        raise ImproperlyConfigured("FIELD_KEYS 的格式应为 编号:密钥，多把用逗号隔开，密钥至少 32 个字符。")
    return {name: key for name, _, key in pairs}


def database_at(url: str, var: Path) -> dict[str, Any]:
    """Where the database is that ``DATABASE_URL`` names, as Django asks for it; the "embedded" one lives in ``var``."""
    if url == "embedded":
        return {
            "NAME": local_services.DATABASE,
            "USER": local_services.DATABASE_USER,
            "HOST": str(local_services.socket_dir(var)),
            "OPTIONS": {},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL 的格式应为 postgresql://用户:口令@主机:端口/库名。")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def refuse_unsafe(of: Mapping[str, Any]) -> None:
    """A production whose settings would run on demo keys or send cookies in the clear does not start."""
    faults = [
        sentence
        for wrong, sentence in (
            (of["DEBUG"], "DEBUG 必须为 0。"),
            (
                of["SECRET_KEY"] == of["DEMO_SECRET_KEY"] or len(of["SECRET_KEY"]) < 50,
                "SECRET_KEY 不能用演示值，至少 50 个字符。",
            ),
            (of["DEMO_FIELD_KEY"] in of["FIELD_KEYS"].values(), "FIELD_KEYS 不能用演示值。"),
            (
                of["HISTORY_KEY"] == of["DEMO_HISTORY_KEY"] or len(of["HISTORY_KEY"]) < 32,
                "HISTORY_KEY 不能用演示值，至少 32 个字符。",
            ),
            (not (of["SESSION_COOKIE_SECURE"] and of["CSRF_COOKIE_SECURE"]), "Cookie 必须只经 HTTPS 发送。"),
            (of["DATABASE_URL"] == "embedded", "DATABASE_URL 必须指向正式的 PostgreSQL。"),
            (
                any("*" in host or host.startswith(".") for host in of["ALLOWED_HOSTS"]),
                "ALLOWED_HOSTS 要逐个写完整的域名，不能是 * 或者以点开头。",
            ),
            (
                any(
                    len(set(key)) < DIFFERENT_SIGNS
                    for key in (of["SECRET_KEY"], of["HISTORY_KEY"], *of["FIELD_KEYS"].values())
                ),
                f"SECRET_KEY、FIELD_KEYS、HISTORY_KEY 要随机生成，至少有 {DIFFERENT_SIGNS} 个不同的字符。",
            ),
            (
                not of["SECURE_SSL_REDIRECT"] and not of["PROXY_COUNT"],
                "SECURE_SSL_REDIRECT 为 0 时，前面要有只收 HTTPS 的代理（PROXY_COUNT）。",
            ),
            (of["LOG_LEVEL"].upper() in ("DEBUG", "NOTSET"), "LOG_LEVEL 不能是 DEBUG：日志里会有群众的个人信息。"),
        )
        if wrong
    ]
    if faults:
        raise ImproperlyConfigured("生产环境拒绝启动：" + " ".join(faults))
