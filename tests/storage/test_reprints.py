from __future__ import annotations

import random
from typing import TYPE_CHECKING

import orjson
import pytest
from making import make_article, save
from prose import Prose
from rensa import RMinHash

from gmw_crawler.storage import reprints
from gmw_crawler.storage.protocol import Saved

if TYPE_CHECKING:
    from gmw_crawler.storage import Store

PROSE = Prose(random.Random(11))


def put(store: Store, article_id: str, text: str) -> str | None:
    (saved,) = store.apply([save(make_article(article_id, text))])
    assert isinstance(saved, Saved)
    return saved.reprint_of


def test_a_reprint_names_the_earliest(store: Store) -> None:
    text = PROSE.text(600)
    assert put(store, "30000009", text) is None
    assert put(store, "30000001", PROSE.edited(text, 0.05)) == "30000009"
    assert put(store, "30000002", PROSE.edited(text, 0.05)) == "30000009"
    assert put(store, "30000003", PROSE.text(600)) is None
    assert [orjson.loads(one.line)["reprint_of"] for one in store.revisions(after=0)] == [
        None,
        "30000009",
        "30000009",
        None,
    ]
    assert store.summary(now=save(make_article("1")).fetched)["counts"]["reprints"] == 2


def test_nothing_is_dropped_for_being_a_reprint(store: Store) -> None:
    text = PROSE.text(300)
    put(store, "30000001", text)
    put(store, "30000002", text)
    assert list(store.article_ids()) == ["30000001", "30000002"]


def test_short_texts_are_reprints_only_when_equal(store: Store) -> None:
    text = PROSE.text(149)
    put(store, "30000001", text)
    assert put(store, "30000002", text[:-1] + "囧") is None
    assert put(store, "30000003", text) == "30000001"


def test_articles_without_text_are_no_reprints_of_each_other(store: Store) -> None:
    put(store, "30000001", "")
    assert put(store, "30000002", "") is None


def test_alike_is_85_per_cent(store: Store) -> None:
    text = PROSE.text(1000)
    put(store, "30000001", text)
    assert put(store, "30000002", text[:700] + PROSE.text(300)) is None
    assert put(store, "30000003", text[:900] + PROSE.text(100)) == "30000001"


def test_an_article_is_no_reprint_of_itself_nor_of_a_later_one(store: Store) -> None:
    text = PROSE.text(400)
    put(store, "30000001", PROSE.text(400))
    put(store, "30000002", text)
    assert put(store, "30000001", text) is None
    assert put(store, "30000001", f"{text}。") is None
    assert put(store, "30000002", f"{text}！") == "30000001"


def test_a_revision_is_found_by_its_new_text_and_not_by_its_old(store: Store) -> None:
    old, new = PROSE.text(400), PROSE.text(400)
    put(store, "30000001", old)
    put(store, "30000001", new)
    assert put(store, "30000002", old) is None
    assert put(store, "30000003", new) == "30000001"
    put(store, "30000001", "短")
    assert put(store, "30000004", new) == "30000003"


@pytest.mark.parametrize("length", [165, 400, 2000])
def test_five_per_cent_of_edits_are_found(store: Store, length: int) -> None:
    texts = [PROSE.text(length) for _ in range(60)]
    store.apply([save(make_article(str(30_000_000 + number), text)) for number, text in enumerate(texts)])
    found = [
        put(store, str(31_000_000 + number), PROSE.edited(text, 0.05)) == str(30_000_000 + number)
        for number, text in enumerate(texts)
    ]
    assert all(found)


def test_signatures_stay_as_they_are_stored() -> None:
    """They are in every store: another algorithm, seed or band needs a migration that signs again."""
    assert RMinHash.ALGORITHM_VERSION == 2
    signature = reprints.sign("春江潮水连海平" * 30).signature
    assert signature is not None
    assert (len(signature), signature[:3]) == (80, GOLDEN_SIGNATURE)
    assert reprints.bands(signature)[:2] == GOLDEN_BANDS


GOLDEN_SIGNATURE = (3222283728, 456449277, 3237841003)
GOLDEN_BANDS = [-9090714986240564715, -1556491640119269404]
