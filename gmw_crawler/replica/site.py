"""The site as files: what each address answers, before it goes over a connection."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from gmw_crawler.replica.misbehaviour import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gmw_crawler.replica.messages import Address
    from gmw_crawler.replica.misbehaviour import Misbehaviour

DOMAIN: Final = "gmw.cn"
FILLER: Final = "<p>　　这一段没有尽头，后面还有一段。</p>\n".encode()
PLAIN: Final = Rule()

# the site sends no charset with its pages: each declares its own
CONTENT_TYPES: Final = {
    ".htm": "text/html",
    ".html": "text/html",
    ".shtml": "text/html",
    ".txt": "text/plain",
    ".js": "application/javascript",
    ".json": "application/json",
    ".css": "text/css",
    ".xml": "application/xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to send, and how."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    rule: Rule = PLAIN
    """How the sending misbehaves."""


class Site:
    """A folder of hosts; files are read at each request, so a test may change them while the server runs."""

    def __init__(self, root: Path, misbehaviour: Misbehaviour) -> None:
        self._root = root.resolve()
        self._misbehaviour = misbehaviour

    def answer(self, address: Address, conditions: Mapping[str, str]) -> Answer:
        """Return the answer to a GET of an address; `conditions` are the request's headers in lower case."""
        rule = self._misbehaviour.meet(address.host, address.path, address.query) or PLAIN
        if rule.redirect is not None:
            return Answer(status=rule.status or 302, headers={"Location": rule.redirect}, rule=rule)
        if rule.status is not None and rule.status >= 400:  # noqa: PLR2004 - the first error
            return _misbehave(small_page(rule.status), rule)
        path = self._find(rule.file or f"{address.host}{unquote(address.path)}")
        if path is None:
            return small_page(404)
        answer = _file_answer(path, conditions)
        return answer if answer.status == 304 else _misbehave(answer, rule)  # noqa: PLR2004 - not modified

    def _find(self, name: str) -> Path | None:
        """Return the file of a name under the root, None where there is none or the name leads out of its host."""
        if "\0" in name:
            return None
        host = self._root / name.partition("/")[0]
        path = (self._root / name).resolve()
        if path.is_dir():
            path /= "index.html"
        return path if path.is_relative_to(host) and path.is_file() else None


def is_on_site(host: str) -> bool:
    """Whether a host is of gmw.cn.

    >>> is_on_site("economy.gmw.cn"), is_on_site("gmw.cn.example.com"), is_on_site("notgmw.cn")
    (True, False, False)
    """
    return host == DOMAIN or host.endswith(f".{DOMAIN}")


def small_page(status: int) -> Answer:
    """Return a page that says no more than its status."""
    body = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n".encode()
    return Answer(status=status, headers={"Content-Type": "text/html"}, body=body)


def _file_answer(path: Path, conditions: Mapping[str, str]) -> Answer:
    body = path.read_bytes()
    modified = int(path.stat().st_mtime)
    headers = {
        "Content-Type": CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream"),
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
        "Last-Modified": formatdate(modified, usegmt=True),
    }
    if _is_unchanged(headers["ETag"], modified, conditions):
        del headers["Content-Type"]
        return Answer(status=304, headers=headers)
    return Answer(status=200, headers=headers, body=body)


def _is_unchanged(etag: str, modified: int, conditions: Mapping[str, str]) -> bool:
    """Whether the client's copy is current (RFC 9110: the tag decides, the time only where there is no tag)."""
    if "if-none-match" in conditions:
        tags = [tag.strip().removeprefix("W/") for tag in conditions["if-none-match"].split(",")]
        return etag in tags or "*" in tags
    try:
        return modified <= parsedate_to_datetime(conditions["if-modified-since"]).timestamp()
    except (KeyError, ValueError):
        return False


def _misbehave(answer: Answer, rule: Rule) -> Answer:
    body = b"" if rule.empty else answer.body
    if rule.pad:
        body += FILLER * -(-rule.pad // len(FILLER))
    if rule.gzip:
        body = gzip.compress(body, mtime=0)
    headers = {name: value for name, value in {**answer.headers, **rule.headers}.items() if value}
    return Answer(status=rule.status or answer.status, headers=headers, body=body, rule=rule)
