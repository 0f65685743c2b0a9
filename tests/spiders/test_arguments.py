from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gmw_crawler.errors import ArgumentsError
from gmw_crawler.site.nodes import default_nodes
from gmw_crawler.spiders.arguments import ArticlesArguments, EconomyArguments, read_arguments

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://economy.gmw.cn/2024-04/03/content_37243123.htm"


def test_defaults_are_those_of_the_design() -> None:
    args = read_arguments(EconomyArguments, {})
    assert args.nodes == default_nodes()
    assert (args.related_depth, args.full, args.refetch, args.render) == (1, False, False, "auto")
    assert (args.since, args.oldest_day, args.max_pages, args.channels) == (None, None, None, None)


def test_arguments_are_typed() -> None:
    given = {
        "nodes": "8971, 光明独家", "since": "2026-01-02", "max_pages": "3", "full": "1", "related_depth": "0",
        "channels": "economy,finance", "refetch": "0", "render": "never",
    }  # fmt: skip
    args = read_arguments(EconomyArguments, given)
    assert [node.key for node in args.nodes] == ["8971", "59269"]
    assert (args.since, args.oldest_day) == (date(2026, 1, 2), "2026-01-02")
    assert (args.max_pages, args.full, args.related_depth) == (3, True, 0)
    assert args.channels == {"economy", "finance"}
    assert (args.refetch, args.render) == (False, "never")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"node": "8971"}, "unknown argument 'node'; there are: "),
        ({"nodes": "8972"}, "near it: "),
        ({"nodes": ""}, "no listing is named"),
        ({"since": "20260101x"}, "expected YYYY-MM-DD"),
        ({"since": "1"}, "expected YYYY-MM-DD"),
        ({"max_pages": "0"}, "max_pages='0'"),
        ({"max_pages": "many"}, "max_pages='many'"),
        ({"full": "perhaps"}, "full='perhaps'"),
        ({"related_depth": "-1"}, "related_depth='-1'"),
        ({"channels": "economy.gmw.cn"}, "expected the first part of a host"),
        ({"render": "yes"}, "render='yes'"),
    ],
)
def test_a_wrong_one_is_said_in_one_line(given: dict[str, str], said: str) -> None:
    with pytest.raises(ArgumentsError) as caught:
        read_arguments(EconomyArguments, given)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_addresses_come_from_both_places_each_once(tmp_path: Path) -> None:
    listed = tmp_path / "listed"
    listed.write_text(f"{URL}?from=app\n# {URL}\n\n{URL.replace('37243123', '37243124')} # a note\n", "utf-8")
    args = read_arguments(ArticlesArguments, {"urls": URL.replace("https", "http"), "file": str(listed)})
    assert args.addresses() == (URL, URL.replace("37243123", "37243124"))


@pytest.mark.parametrize("given", [{}, {"urls": ""}, {"urls": "https://economy.gmw.cn/"}, {"file": "/no/such/file"}])
def test_no_address_or_a_wrong_one_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ArgumentsError):
        read_arguments(ArticlesArguments, given)
