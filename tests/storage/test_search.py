"""Full-text search on both stores, and the cut that it rests on."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from hypothesis import given
from hypothesis import strategies as st
from making import HOUR, NOW, make_article, save

from gmw_crawler.items import Credit, Source
from gmw_crawler.storage import Store, open_store
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.search import index_everything
from gmw_crawler.storage.terms import folded, query_terms, terms

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "30000001": "夜间经济点亮县城。税收优惠落到实处，ＧＤＰ同比增长5.2%。",
    "30000002": "光明日报记者走进车间，听工人讲新质生产力。",
    "30000003": "经济 观察：消费回暖。C919大型客机交付。",
    "30000004": "丁增尼达在那曲，守护一方水土。",
}


@pytest.fixture
def filled(store: Store) -> Store:
    store.apply([save(make_article(one, words)) for one, words in TEXTS.items()])
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("经济", "3 1"),  # two characters: SQLite's unicode61 finds 0 of these four, trigram 2
        ("税收", "1"),
        ("新质生产力", "2"),
        ("光明日报", "2"),
        ("税", "1"),
        ("车", "2"),
        ("土", "4"),
        ("夜间经济", "1"),
        ("间经济点", "1"),
        ("经济观察", ""),  # they do not stand side by side
        ("经济 观察", "3"),
        ("gdp", "1"),
        ("GDP 增长", "1"),
        ("c919", "3"),
        ("919", ""),  # words of other scripts are whole
        ("丁增尼达", "4"),
        ("天文", ""),
        ("，", ""),
        ('"经济" OR', ""),
    ],
)
def test_words_are_found(filled: Store, words: str, found: str) -> None:
    hits = [hit.article_id for hit in filled.search(words, limit=10)]
    assert hits == [f"3000000{one}" for one in found.split()], "the latest stored comes first"


def test_a_hit_has_a_snippet_and_what_names_it(filled: Store) -> None:
    (hit,) = filled.search("生产力", limit=10)
    assert (hit.title, hit.url) == ("标题 30000002", "https://economy.gmw.cn/2026-09/09/content_30000002.htm")
    assert "生产力" in hit.snippet
    assert hit.published == "2026-09-09T09:30:00+08:00"


def test_no_more_than_the_limit(filled: Store) -> None:
    assert len(filled.search("经济", limit=1)) == 1


def test_titles_credits_and_sources_are_searched(store: Store) -> None:
    editor = Credit(
        role="责编",
        role_key="editor",
        names=("薄荷",),
        kind="person",
        affiliation=None,
        scope="article",
        raw="责编：薄荷",
    )
    source = Source(name="经济日报", url=None)
    store.apply([save(make_article("30000001", title="冰雪热", credits=(editor,), source=source, keywords=("滑雪",)))])
    for words in ("冰雪", "薄荷", "责编", "经济日报", "滑雪"):
        assert [hit.article_id for hit in store.search(words, limit=5)] == ["30000001"], words


def test_only_the_latest_revision_is_found(store: Store) -> None:
    store.apply([save(make_article("30000001", "早先的文字写着稻田。"))])
    store.apply([save(make_article("30000001", "后来的文字写着麦浪。"), at=NOW + HOUR)])
    assert store.search("稻田", limit=5) == []
    assert len(store.search("麦浪", limit=5)) == 1
    store.apply([save(make_article("30000001", "早先的文字写着稻田。"), at=NOW + 2 * HOUR)])
    assert len(store.search("稻田", limit=5)) == 1
    assert store.search("麦浪", limit=5) == []


def test_very_long_texts_and_words_are_stored(store: Store) -> None:
    long = "".join(chr(0x4E00 + number * 7 % 20000) for number in range(300_000))
    store.apply([save(make_article("30000001", long + " " + "x" * 5000))])
    assert len(store.search(long[1000:1004], limit=5)) == 1
    assert len(store.search("x" * 5000, limit=5)) == 0, "beyond what is indexed"


def test_a_store_without_an_index_gets_one(filled: Store, address: str) -> None:
    filled.close()
    backend = backend_for(address)
    with backend.writing() as connection:
        emptied = "INSERT INTO search (search) VALUES ('delete-all')" if "sqlite" in address else "DELETE FROM search"
        connection.execute(sqlalchemy.text(emptied))
        index_everything(connection)
    backend.engine.dispose()
    store = open_store(address)
    assert [hit.article_id for hit in store.search("经济", limit=5)] == ["30000003", "30000001"]
    store.close()


def test_the_index_of_sqlite_is_whole_after_changes(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    for hour, words in enumerate(["稻田。", "麦浪。", "稻田麦浪。"]):
        store.apply([save(make_article("30000001", words), at=NOW + hour * HOUR)])
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', 'search', 'row')")
    rows = dict(connection.execute("SELECT term, doc FROM v"))
    connection.close()
    assert rows["稻田"] == rows["麦浪"] == 1
    assert rows["田麦"] == 1


@given(st.text(min_size=1), st.text(), st.text())
def test_what_a_text_holds_is_proposed_for_it(words: str, before: str, after: str) -> None:
    """The index leaves out no article that holds the words, save where they begin or end within a word."""
    text = f"{before} {words} {after}"
    if folded(text).split() != [*folded(before).split(), *folded(words).split(), *folded(after).split()]:
        return  # normalisation joined what stands side by side
    assert set(query_terms(words)) <= set(terms(text))
