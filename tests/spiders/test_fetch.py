from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.http import HtmlResponse, Response

from gmw_crawler.marks import SOFT_NOT_FOUND, ForbiddenError, StoppedError
from gmw_crawler.pages import Asked, NotModified, Page, Refusal
from gmw_crawler.spiders.fetch import Fetcher, unanswered

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://economy.gmw.cn/2018-12/20/content_32204123.htm"
ASKED = Asked(id="32204123", url=URL, depth=0, attempts=0, known=True)


def page(number: int, count: int) -> bytes:
    return f"""<html><body><h1 class="u-title">甲</h1><div class="u-mainText"><p>第{number}页。</p>
    <div id="mpagecount" style="display:none">{count}</div></div></body></html>""".encode()


def response(body: bytes = b"", status: int = 200, url: str = URL, **more: object) -> Response:
    return HtmlResponse(url, status=status, body=body, headers={"ETag": '"1"'}, **more)


def fetch(first: Response, other: Callable[[str], Response] | None = None) -> Page | NotModified | Refusal:
    asked: list[str] = []

    async def download(url: str) -> Response:
        asked.append(url)
        if other is None:
            raise AssertionError(f"nobody expected a request for {url}")
        return other(url)

    return asyncio.run(Fetcher(download).fetched(first, ASKED))


def number_of(url: str) -> int:
    return int(url.rpartition("_")[2].removesuffix(".htm"))


def test_one_page_is_an_article_with_its_validators() -> None:
    got = fetch(response(page(1, 1)))
    assert isinstance(got, Page)
    assert (len(got.parts), got.missing, got.etag) == (1, (), '"1"')


def test_further_pages_are_joined_in_order_and_have_no_validators() -> None:
    got = fetch(response(page(1, 3)), lambda url: response(page(number_of(url), 3), url=url))
    assert isinstance(got, Page)
    assert [part.number for part in got.parts] == [1, 2, 3]
    assert [part.url for part in got.parts] == [URL, URL.replace(".htm", "_2.htm"), URL.replace(".htm", "_3.htm")]
    assert (got.missing, got.etag) == ((), None)


def test_a_page_that_cannot_be_had_is_missing_and_the_others_are_not() -> None:
    def other(url: str) -> Response:
        if number_of(url) == 2:
            raise DownloadTimeoutError("20 s")
        if number_of(url) == 3:
            return response(status=404, url=url)
        return response(b"" if number_of(url) == 5 else page(4, 4), url=url)

    got = fetch(response(page(1, 4)), other)
    assert isinstance(got, Page)
    assert ([part.number for part in got.parts], got.missing) == ([1, 4], (2, 3))


def test_a_page_count_that_is_nonsense_costs_three_requests() -> None:
    asked = []

    def other(url: str) -> Response:
        asked.append(url)
        return response(status=404, url=url)

    got = fetch(response(page(1, 120)), other)
    assert isinstance(got, Page)
    assert len(asked) == 3
    assert got.missing == tuple(range(2, 121))


def test_a_stop_in_the_middle_of_an_article_leaves_it_whole_to_the_next_run() -> None:
    def other(url: str) -> Response:
        raise StoppedError(url)

    with pytest.raises(StoppedError):
        fetch(response(page(1, 3)), other)


@pytest.mark.parametrize(
    ("first", "reason", "failed"),
    [
        (response(status=404), "404", False),
        (response(status=404, flags=[SOFT_NOT_FOUND]), "soft-404", False),
        (response(status=302), "redirected", False),
        (response(status=403), "403", False),
        (response(status=429), "429", True),
        (response(status=503), "503", True),
        (response(b""), "empty", False),
        (response("<title>出错啦</title>".encode()), "soft-404", False),
    ],
)
def test_other_answers_are_refusals_with_their_reason(first: Response, reason: str, *, failed: bool) -> None:
    got = fetch(first)
    assert isinstance(got, Refusal)
    assert (got.reason, got.failed, got.status) == (reason, failed, first.status)
    assert got.parts[0].body == first.body


def test_not_modified_is_an_answer_only_for_what_is_stored() -> None:
    assert isinstance(fetch(response(status=304)), NotModified)


@pytest.mark.parametrize(
    ("error", "reason", "failed"),
    [
        (ForbiddenError("robots.txt"), "robots", False),
        (IgnoreRequest("max redirections reached"), "redirect-loop", False),
        (DownloadTimeoutError("20 s"), "timeout", True),
        (ResponseDataLossError(), "truncated", True),
        (ConnectionResetError(), "connection", True),
        (LookupError("a bug"), "error", True),
        (None, "error", True),
    ],
)
def test_no_answer_is_a_refusal_too(error: BaseException | None, reason: str, *, failed: bool) -> None:
    got = unanswered(ASKED, error)
    assert (got.reason, got.failed, got.status, got.parts) == (reason, failed, None, ())
