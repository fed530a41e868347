"""Handing something to a program outside: one signed POST to an address that an administrator has set.

Nothing is followed: a redirect is a refusal, and what the other side answers is not read but for its status.
"""

import hashlib
import hmac
import http.client
import json
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from .channels import NotDelivered

SECONDS = 10
# A program on the same machine, which speaks to the outside in a way of its own.
HERE = ("127.0.0.1", "localhost", "::1")
BUSY = (408, 425, 429)


def why_no_address(address: str) -> str:
    """Why nothing is sent there; empty for a full https address, or one on this machine."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018
    except ValueError:
        return "网址的写法不对。"
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.fragment:
        return "请填写完整的网址，以 https:// 开头，里面没有用户名和 #。"
    if parts.scheme == "http" and parts.hostname not in HERE:
        return "请用 https 的网址：不加密的，路上的人都能看到内容。只有本机上的程序可以用 http。"
    return ""


def signature(key: str, moment: str, body: bytes) -> str:
    """What proves who sent the body and when: HMAC-SHA256 over moment, full stop, body."""
    return "sha256=" + hmac.new(key.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Address:
    """Where parcels are handed in, the key that signs them, and what the office calls the other side."""

    url: str
    key: str
    called: str

    def post(self, parcel: dict[str, Any], *, key: str, at: datetime) -> None:
        """The other side has taken it, or NotDelivered says why not. ``key`` is the same for every attempt."""
        if wrong := why_no_address(self.url):
            raise NotDelivered(wrong, line_is_down=True)
        body, moment = json.dumps(parcel, ensure_ascii=False).encode(), str(int(at.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Governance-Delivery": key,
            "X-Governance-Time": moment,
            "X-Governance-Signature": signature(self.key, moment, body),
        }
        try:
            self._judge(_posted(self.url, body, headers))
        except (http.client.HTTPException, OSError, UnicodeError) as error:
            raise NotDelivered(self._words_for(error), line_is_down=True) from error

    def _judge(self, status: int) -> None:
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            raise NotDelivered(f"{self.called}要求转到别的网址（{status}），没有照办；网址由系统管理员核对。")
        down = status in BUSY or status >= 500
        raise NotDelivered(f"{self.called}答复 {status}", line_is_down=down, for_good=not down)

    def _words_for(self, error: Exception) -> str:
        match error:
            case TimeoutError():
                return f"{self.called}没有在规定时间内应答"
            case ssl.SSLError():
                return f"{self.called}的证书不能确认"
        return f"连不上{self.called}"


def _posted(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; what it says is nothing to us, however long."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
