from __future__ import annotations

import pytest

from gmw_crawler.errors import ArgumentsError, TableError
from gmw_crawler.site import nodes
from gmw_crawler.site.urls import on_site


def test_the_default_walks_are_those_of_the_design() -> None:
    expected = ["front", "8971", "59269", "21787", "12466", "8992", "9141", "12468", "12470", "144788", "144789"]
    assert [node.key for node in nodes.default_nodes()] == expected


def test_every_node_has_an_address_on_the_site() -> None:
    addresses = [node.url for node in nodes.all_nodes()]
    assert all(on_site(address) for address in addresses)
    assert len(set(addresses)) == len(addresses)
    assert "https://finance.gmw.cn/node_42538.htm" in addresses


def test_nodes_are_found_by_number_and_by_name_each_once() -> None:
    found = nodes.find_nodes(["8971", " 经济要闻 ", "front", "首页", "证券", ""])
    assert [node.key for node in found] == ["8971", "front", "42538"]


@pytest.mark.parametrize(("word", "near"), [("8972", "8971"), ("经济要文", "经济要闻"), ("?", "59269")])
def test_an_unknown_node_is_refused_with_what_is_near(word: str, near: str) -> None:
    with pytest.raises(ArgumentsError, match=near):
        nodes.find_nodes([word])


@pytest.mark.parametrize(
    "entries",
    [
        [{"number": 1, "host": "a.gmw.cn"}, {"number": 1, "host": "b.gmw.cn"}],
        [{"number": 1, "host": "a.gmw.cn", "name": "甲"}, {"number": 2, "host": "a.gmw.cn", "aliases": ["甲"]}],
        [{"number": 1}],
        [{"number": 1, "host": "a.gmw.cn", "colour": "red"}],
        [{"host": "a.gmw.cn", "name": "甲"}],
        [{"number": "1", "host": "a.gmw.cn"}],
    ],
)
def test_a_table_that_contradicts_itself_is_refused(entries: list[dict[str, object]]) -> None:
    with pytest.raises(TableError, match=r"nodes\.toml"):
        nodes.read_table(entries)
