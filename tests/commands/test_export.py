from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import jsonschema
import pytest
from making import make_article, recommendation, related, save
from scrapy_command import CHECKOUT, scrapy

from gmw_crawler.items import (
    Audio,
    BulletList,
    Credit,
    Guest,
    Heading,
    Image,
    Note,
    Paragraph,
    Quote,
    Source,
    Table,
    Video,
)
from gmw_crawler.storage import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from gmw_crawler.items import Article


@pytest.fixture
def store(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    opened = open_store(address)
    opened.apply([save(make_article("30000001")), save(full_article("30000002"))])
    opened.close()
    return address


def full_article(article_id: str) -> Article:
    """An article with something in every field."""
    return make_article(
        article_id,
        column="专栏",
        subtitle="副题",
        original_title="原题",
        source=Source(name="光明网", url="https://www.gmw.cn/"),
        keywords=("甲", "乙"),
        guests=(Guest(name="毕娟", title=None),),
        body=(
            Paragraph(text="段"),
            Heading(text="题"),
            Note(label="编者按", text="按"),
            Image(url="https://img.gmw.cn/a.jpg", alt=None, caption="图"),
            Video(url="https://v.gmw.cn/a.mp4", poster=None),
            Audio(url="https://v.gmw.cn/a.mp3"),
            Table(rows=(("a", "b"), ("c",))),
            BulletList(items=("一", "二")),
            Quote(text="引"),
        ),
        credits=(
            Credit(
                role="记者",
                role_key="reporter",
                names=("彭景晖",),
                kind="person",
                affiliation="光明日报",
                scope="article",
                raw="光明日报记者 彭景晖",
            ),
        ),
        notices=("转载请注明",),
        recommendations=(*related("30000003"), recommendation(1, None, "hot")),
        reactions={"开心": 3},
        warnings=("page-3-missing",),
    )


def test_export_writes_and_then_says_that_nothing_is_new(store: str, tmp_path: Path) -> None:
    first = scrapy(store, "export", str(tmp_path / "out"))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == f"2 records in {tmp_path}/out/articles-000001.jsonl\n"
    again = scrapy(store, "export", str(tmp_path / "out"))
    assert (again.returncode, again.stdout) == (0, f"nothing new for consumer 'default' in {tmp_path}/out\n")
    checked = scrapy(store, "export", str(tmp_path / "out"), "--verify")
    assert checked.stdout == f"{tmp_path}/out: 2 records in 1 files, all as their manifests say\n"


def test_every_exported_line_validates_against_the_printed_schema(store: str, tmp_path: Path) -> None:
    printed = scrapy(store, "schema")
    assert (printed.returncode, printed.stderr) == (0, "")
    validator = jsonschema.Draft202012Validator(json.loads(printed.stdout))
    validator.check_schema(validator.schema)
    scrapy(store, "export", str(tmp_path / "out"))
    lines = (tmp_path / "out" / "articles-000001.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    for record in records:
        validator.validate(record)
        assert list(record) == list(validator.schema["properties"])
    with pytest.raises(jsonschema.ValidationError, match="Additional properties"):
        validator.validate({**records[0], "extra": 1})
    with pytest.raises(jsonschema.ValidationError, match="required"):
        validator.validate({key: value for key, value in records[0].items() if key != "reprint_of"})


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "name one folder"),
        (("a", "b"), 2, "name one folder"),
        (("out", "--newest"), 2, "unknown option --newest"),
        (("out", "--since", "yesterday"), 2, "expected a day"),
        (("out", "--since", "0001-01-01T00:00:00+14:00"), 2, "expected a day"),
        (("out", "--consumer", "../x"), 2, "letters, digits"),
        (("{tmp}/missing", "--verify"), 1, "no such folder"),
        (("{tmp}", "--consumer", "new"), 1, "holds other things than exports"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_status(
    store: str, tmp_path: Path, words: tuple[str, ...], status: int, message: str
) -> None:
    result = scrapy(store, "export", *(word.format(tmp=tmp_path) for word in words))
    assert result.returncode == status
    assert message in result.stderr
    assert result.stderr.startswith("export: ")
    assert result.stderr.count("\n") == 1


def test_a_store_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = scrapy(f"sqlite:///{tmp_path}/none.sqlite", "export", str(tmp_path / "out"))
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "there is no store yet" in result.stderr
    assert list(tmp_path.iterdir()) == []
    result = scrapy("mysql://x/y", "export", str(tmp_path / "out"))
    assert result.returncode == 2
    assert "expected sqlite:///" in result.stderr


def test_traceback_shows_where_an_error_came_from(store: str, tmp_path: Path) -> None:
    result = scrapy(store, "export", str(tmp_path), "--traceback")
    assert result.returncode == 1
    assert result.stderr.startswith("Traceback (most recent call last)")
    assert "gmw_crawler.errors.ExportError: " in result.stderr.splitlines()[-1]


def test_the_command_in_a_process_of_its_own(store: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "export", str(tmp_path / "out")]
    environment = {**os.environ, "GMW_STORE": store}
    result = subprocess.run(command, cwd=CHECKOUT, env=environment, check=False, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"2 records in {tmp_path}/out/articles-000001.jsonl\n"
