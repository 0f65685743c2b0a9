"""Laws that hold for every gold page and for whatever it may be turned into."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from lxml import etree

from gmw_crawler.errors import GmwError
from gmw_crawler.items import BulletList, Note, Quote, Table
from gmw_crawler.site.boilerplate import read_label
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.sections import find_sections
from gmw_crawler.site.split import Reading, read_parsed
from gmw_crawler.site.text import without_blanks
from tests.site import gold
from tests.site.mutations import SECRET, apply
from tests.strategies import examples, steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

    from gmw_crawler.site.page import ParsedPage
    from gmw_crawler.site.templates.base import Template
    from tests.site.mutations import Step

UNSEEN = {"script", "style", "noscript", "template", "iframe", "select", "option", "button", "textarea", "svg"} | {
    "canvas", "object", "applet", "title", "head", "audio", "video", "map",
}  # fmt: skip
ORNAMENT = "•·●■◆▪◇□★☆➤:：【】"  # bullets of a list, colons and brackets of a label
WORDS = ("paragraph", "heading", "note")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", gold.names())


@given(steps())
@settings(examples(3), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_page_is_an_article_or_a_named_error(name: str, mutation: list[Step]) -> None:
    page = gold.load(name)
    try:
        html = apply(parse_page(page.pages[0], page.url).html, mutation)
        parsed = [parse_page(body, page.url) for body in (html.encode(), *page.pages[1:])]
        reading = read_parsed(parsed, page.url)
    except GmwError:
        return
    assert_laws(reading, parsed)


def test_gold_page_obeys_the_same_laws(name: str) -> None:
    page = gold.load(name)
    parsed = [parse_page(body, page.url) for body in page.pages]
    assert_laws(read_parsed(parsed, page.url), parsed)


def assert_laws(reading: Reading, pages: Sequence[ParsedPage]) -> None:
    article = reading.article  # its keywords and title may be those of a comment, if nothing else gives any
    assert SECRET not in repr((article.body, article.credits, article.guests, article.notices))
    assert SECRET not in repr((article.recommendations, article.source, article.breadcrumb))
    seen = "".join(text for page in pages for text in visible(page.root, frozenset(), frozenset()))
    assert_invents_nothing(reading, seen)
    assert_keeps_the_order(reading, seen)
    if reading.template is not None:
        assert_loses_nothing(reading, pages)
    assert_one_place_each(reading)


def assert_invents_nothing(reading: Reading, seen: str) -> None:
    """Every line of text has only characters of the page, as often as the page."""
    text = Counter(without_blanks(reading.article.text))
    assert text - Counter(without_blanks(seen)) == Counter(), "text that the page does not say"


def assert_loses_nothing(reading: Reading, pages: Sequence[ParsedPage]) -> None:
    """Every visible character of the article's column stands in a line with a place, in a table, a list or a quote."""
    strings = [string for page in pages for string in strings_of_column(reading, page)]
    shown = Counter(character for character in without_blanks("".join(strings)) if character not in ORNAMENT)
    kept = "\n".join([*(place.line for place in reading.body.places), *wholes(reading)])
    assert shown - Counter(without_blanks(kept)) == Counter(), "visible characters of the column that have no place"
    lines = bare(kept)
    for string in strings:
        assert bare(string) in lines, f"no line of the record holds {string!r}"


def strings_of_column(reading: Reading, page: ParsedPage) -> Iterator[str]:
    """Yield what a reader sees of a page's article column, but for what has a place of its own in the record."""
    template = reading.template
    assert template is not None
    body = template.body(page)
    if body is not None:  # else credits beside it alone made the article
        skipped = frozenset(skipped_elements(template, page, body))
        yield from visible(template.column(page, body), skipped, template.noise)


def bare(text: str) -> str:
    return without_blanks(text).translate(dict.fromkeys(map(ord, ORNAMENT)))


def assert_keeps_the_order(reading: Reading, seen: str) -> None:
    """The lines have their places in the order in which the page shows them; editors beside the body come last."""
    seen, at = without_blanks(seen), 0
    for place in reading.body.places:
        line = without_blanks(place.line)
        if place.taken in WORDS and line in seen:
            found = seen.find(line, at)
            assert found >= 0, f"out of the page's order: {place.line}"
            at = found + len(line)


def assert_one_place_each(reading: Reading) -> None:
    """A line that is credits, boilerplate, a notice or a guest is not in the text, unless it stands there again."""
    text = Counter(reading.article.text.split("\n"))
    again = Counter(line for whole in wholes(reading) for line in whole.split("\n"))
    for place in reading.body.places:
        again[place.line] += place.taken in (*WORDS, "caption")
        if place.taken == "labelled" and (label := read_label(place.line)):
            again[label[2] or label[1]] += 1
    for place in reading.body.places:
        if place.taken in ("credit", "boilerplate", "notice", "guest"):
            assert text[place.line] <= again[place.line], f"{place.taken} and text: {place.line}"
        elif place.taken in WORDS:
            assert text[place.line] >= 1, f"{place.taken}, but not in the text: {place.line}"


def wholes(reading: Reading) -> Iterator[str]:
    """The words of blocks that are no lines of their own."""
    lines = {place.line for place in reading.body.places if place.taken == "note"}
    lines |= {label[2] for place in reading.body.places if (label := read_label(place.line))}
    for block in reading.body.blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, BulletList):
            yield from block.items
        elif isinstance(block, Quote):
            yield block.text
        elif isinstance(block, Note) and not lines.intersection(block.text.split("\n")):  # a quotation with a label
            yield f"{block.label}\n{block.text}"


def skipped_elements(template: type[Template], page: ParsedPage, body: Any) -> Iterator[Any]:
    """Yield what stands in the column, but has its own place in the record: lists and header parts."""
    for found in find_sections(page, template.lists, body).values():
        yield from (*found.headings, *found.regions)
    yield from (element for element in page.elements if element.get("id") == "MultiAttachPh")  # the address of a film
    for selectors in (template.titles, template.infos, template.crumbs, template.subtitles):
        yield from (element for selector in selectors for element in page.select(selector))


def visible(root: Any, skipped: frozenset[Any], noise: frozenset[str]) -> Iterator[str]:
    """The strings below an element that a reader sees."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            names = {f".{name}" for name in element.get("class", "").split()} | {f"#{element.get('id')}"}
            hidden = element is not root and (element in skipped or not names.isdisjoint(noise))
            if hidden or element.tag in UNSEEN:
                walker.skip_subtree()
            elif element.text:
                yield element.text
        elif element is not root and element.tail:
            yield element.tail
