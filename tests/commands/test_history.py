from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from making import DAY, NOW, make_article, save, url_of
from scrapy_command import scrapy

from gmw_crawler.commands.history import tell
from gmw_crawler.items import Credit, Image, Paragraph
from gmw_crawler.storage import open_store

if TYPE_CHECKING:
    from pathlib import Path


def credit(*names: str) -> Credit:
    return Credit(
        role="责编",
        role_key="editor",
        names=names,
        kind="person",
        affiliation=None,
        scope="article",
        raw=f"责编：{' '.join(names)}",
    )


@pytest.fixture
def store(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    opened = open_store(address)
    image = Image(url="https://img.gmw.cn/a.jpg", alt=None, caption="旧图")
    paragraphs = tuple(Paragraph(text=words) for words in ("头一段。", "数字是三。", "末一段。"))
    first = make_article("30000001", body=(*paragraphs, image), credits=(credit("丁玉冰"),), title="旧题")
    opened.apply([save(first)])
    changed = (paragraphs[0], Paragraph(text="数字是四。"), paragraphs[2], image)
    second = make_article(
        "30000001",
        body=changed,
        credits=(credit("丁玉冰", "李政葳"),),
        title="新题",
        published="2026-09-09T10:00:00+08:00",
    )
    opened.apply([save(second, at=NOW + DAY)])
    opened.close()
    return address


def test_history_is_a_diff_that_a_person_reads(store: str) -> None:
    result = scrapy(store, "history", "30000001")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"30000001  {url_of('30000001')}",
        "first seen 2026-09-10T01:30:00Z",
        "",
        "revision 1  2026-09-10T01:30:00Z  fetched",
        "  title: 旧题",
        "",
        "revision 2  2026-09-11T01:30:00Z  fetched",
        "  title:",
        "    - 旧题",
        "    + 新题",
        "  published:",
        "    - 2026-09-09T09:30:00+08:00",
        "    + 2026-09-09T10:00:00+08:00",
        "  body:",
        "      头一段。",
        "    - 数字是三。",
        "    + 数字是四。",
        "      末一段。",
        "  credits:",
        "    - 责编: 丁玉冰",
        "    + 责编: 丁玉冰 李政葳",
    ]


def test_what_changed_in_a_line_stands_out(store: str) -> None:
    opened = open_store(store)
    told = list(tell(opened.history("30000001")))
    opened.close()
    (line,) = [line for line in told if "数字是四" in line.plain]
    assert [line.plain[span.start : span.end] for span in line.spans] == ["四"]


def test_an_address_names_an_article_too(store: str) -> None:
    result = scrapy(store, "history", "http://economy.gmw.cn/2026-09/09/content_30000001_2.htm?x=1", "--json")
    assert [json.loads(line)["revision"] for line in result.stdout.splitlines()] == [1, 2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name one article"),
        (("30000009",), "article 30000009 is not stored"),
        (("https://example.com/",), "names no article"),
    ],
)
def test_what_is_wrong_is_one_line(store: str, words: tuple[str, ...], message: str) -> None:
    result = scrapy(store, "history", *words)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert message in result.stderr
