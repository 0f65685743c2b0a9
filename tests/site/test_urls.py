from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmw_crawler.errors import AddressError
from gmw_crawler.site import urls

channels = st.sampled_from(["economy", "finance", "politics", "guancha", "tech", "www", "difang", "world"])
digits = st.integers(min_value=10_000_000, max_value=99_999_999).map(str)
days = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2099, 12, 31))
provinces = st.sampled_from(["", "", "", "sd/", "hunan/"])
schemes = st.sampled_from(["http", "https", "HTTP", "Https"])
tails = st.sampled_from(["", "?from=app", "#top", "?a=1&b=2#c", "?", "#"])
pages = st.sampled_from(["", "_2", "_3", "_17"])


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """An article's id, its canonical address, and some spellings of it."""
    channel, number, day, province = draw(channels), draw(digits), draw(days), draw(provinces)
    path = f"{province}{day:%Y-%m}/{day:%d}/content_{number}"
    hosts = [
        f"{channel}.gmw.cn/",
        f"share.gmw.cn/{channel}/",
        f"{channel.upper()}.GMW.CN:443/",
        f"{channel}.gmw.cn//./",
    ]
    spelled = [f"{draw(schemes)}://{host}{path}{draw(pages)}.htm{draw(tails)}" for host in hosts]
    return number, f"https://{channel}.gmw.cn/{path}.htm", spelled


@given(spellings())
def test_every_spelling_has_one_id_and_one_canonical_address(article: tuple[str, str, list[str]]) -> None:
    number, address, spelled = article
    assert {urls.article_id(url) for url in spelled} == {number}
    assert {urls.canonical(url) for url in spelled} == {address}


@given(spellings(), st.integers(min_value=1, max_value=99))
def test_canonical_is_idempotent_and_pages_lead_back(article: tuple[str, str, list[str]], page: int) -> None:
    _, address, spelled = article
    assert urls.canonical(address) == address
    of_page = urls.page_address(spelled[0], page)
    assert urls.parse_address(of_page).page == page
    assert urls.canonical(of_page) == address


@given(st.text())
def test_any_text_is_an_article_or_none(text: str) -> None:
    assert urls.is_article(text) == (urls.article_id(text) is not None)
    urls.on_site(text)
    urls.place(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://economy.gmw.cn/2018-12/20/content_32204123.htm", "32204123"),
        ("http://economy.gmw.cn/2018-12/20/content_32204123_4.htm", "32204123"),
        ("https://share.gmw.cn/economy/2024-04/03/content_37243123.htm", "37243123"),
        ("https://share.gmw.cn/difang/sd/2024-04/03/content_37243123.htm", "37243123"),
        ("http://m.gmw.cn/2015-11/05/content_17620000.htm", "17620000"),
        ("https://difang.gmw.cn/sd/2019-05/14/content_32834123.htm", "32834123"),
        ("http://economy.gmw.cn/2013-07/22/content_8368125.htm", "8368125"),
        ("http://www.gmw.cn/content/2008-03-02/content_742123.htm", "www-742123"),
        ("http://www.gmw.cn/content/2004-03/02/content_12345.htm", "www-12345"),
        ("https://www.gmw.cn/2021-04/02/content_34735894.htm", "34735894"),
        (" https://economy.gmw.cn/2018-12/20/content_32204123.htm\n", "32204123"),
        ("https://economy.gmw.cn/x/../2018-12/20/content_32204123.htm", "32204123"),
    ],
)
def test_articles(url: str, expected: str) -> None:
    assert urls.article_id(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://m.gmw.cn/2023-01/02/content_1303244123.htm",  # 10 digits: another id space
        "https://economy.gmw.cn/newspaper/2016-01/02/content_110123456.htm",
        "https://economy.gmw.cn/newspaper/2016-01/02/content_11012345.htm",
        "http://epaper.gmw.cn/gmrb/html/2018-12/20/nw.D110000gmrb_20181220_1-01.htm",
        "http://s.cloud.gmw.cn/2016/c/2016-05-04/1234567.shtml",
        "https://en.gmw.cn/2018-12/20/content_32204123.htm",
        "https://share.gmw.cn/en/2018-12/20/content_32204123.htm",
        "https://v.gmw.cn/2018-12/20/content_32204123.htm",
        "https://economy.gmw.cn/node_8971.htm",
        "https://economy.gmw.cn/",
        "https://economy.gmw.cn/2018-13/20/content_32204123.htm",
        "https://economy.gmw.cn/2018-12/20/content_3220412.htm",  # too few for its day
        "https://www.gmw.cn/content/2008-03-02/content_1234.htm",
        "https://economy.gmw.cn/2018-12/20/content_32204123.html.exe",
        "https://economy.gmw.cn.example.com/2018-12/20/content_32204123.htm",
        "https://economygmw.cn/2018-12/20/content_32204123.htm",
        "ftp://economy.gmw.cn/2018-12/20/content_32204123.htm",
        "//economy.gmw.cn/2018-12/20/content_32204123.htm",
        "2018-12/20/content_32204123.htm",
        "https://economy.gmw.cn/2018-12/20/content_３２２０４１２３.htm",
        "http://[",
        "javascript:void(0)",
        "",
    ],
)
def test_not_articles(url: str) -> None:
    assert urls.article_id(url) is None
    with pytest.raises(AddressError, match="names no article"):
        urls.canonical(url)


def test_the_channel_is_kept_open_where_the_address_does_not_tell_it() -> None:
    mobile = urls.parse_address("http://m.gmw.cn/2015-11/05/content_17620000.htm?x=1")
    assert (mobile.channel, mobile.canonical) == ("m", "https://m.gmw.cn/2015-11/05/content_17620000.htm")
    assert mobile.day == "2015-11-05"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://economy.gmw.cn/", True),
        ("http://gmw.cn", True),
        ("https://img.gmw.cn/a.jpg", True),
        ("https://notgmw.cn/", False),
        ("https://gmw.cn.example.com/", False),
        ("mailto:a@gmw.cn", False),
    ],
)
def test_on_site(url: str, *, expected: bool) -> None:
    assert urls.on_site(url) is expected


def test_places_ignore_scheme_query_and_fragment() -> None:
    assert urls.place("http://economy.gmw.cn#a") == urls.place("https://economy.gmw.cn/?b")
    assert urls.place("https://economy.gmw.cn/node_1.htm") != urls.place("https://economy.gmw.cn/node_1_2.htm")


def test_listing_addresses() -> None:
    assert urls.listing_address(8971) == "https://economy.gmw.cn/node_8971.htm"
    assert urls.listing_address(42533, 3, host="finance.gmw.cn") == "https://finance.gmw.cn/node_42533_3.htm"
