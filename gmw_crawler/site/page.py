"""One HTML page, decoded, parsed once, and indexed by id, class and tag in a single walk.

Every later question ("the element of class m-con-time") is a dictionary look-up: a query a field costs
more than parsing the page does. Parsing uses parsel's own engine, lxml, directly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urljoin

from lxml import etree

from gmw_crawler.errors import EmptyPageError, HostilePageError, SoftNotFoundError
from gmw_crawler.site import cms
from gmw_crawler.site.text import clean, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Element = etree._Element  # noqa: SLF001 - lxml has no public name for it

MAX_CHARACTERS: Final = 2_000_000  # the largest real page has about 200 000
MAX_ELEMENTS: Final = 30_000  # the largest real page has about 3 000
MAX_DEPTH: Final = 500  # unclosed <font>s nest, but not that deep
_MANY: Final = 2_040  # the parser itself cuts what nests deeper, and says nothing
MAX_ATTRIBUTES: Final = 1_000  # of one tag; the parser's time grows with their square
SOFT_NOT_FOUND: Final = re.compile(r"页面没有找到|出错啦")
"""In the `<title>` of an error page that comes with status 200 (two crawlers met it; EVIDENCE 10)."""

_TITLE: Final = re.compile(rb"<title[^>]{0,200}>([^<]{0,6000})", re.IGNORECASE)
_LONG: Final = 250_000  # bytes; only pages longer than any real one are searched for crowded tags
_TAG: Final = re.compile(rb"""<[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_PLAIN_ADDRESS: Final = re.compile(r"(https?:)?//[a-zA-Z0-9.-]+/[a-zA-Z0-9_./%-]*")  # as nearly all; needs no joining
_STRINGS: Final = etree.XPath("descendant-or-self::text()", smart_strings=False)
_WITH_ID: Final = etree.XPath("descendant-or-self::*/@id/..")  # a third of the time of asking each element
_WITH_CLASS: Final = etree.XPath("descendant-or-self::*/@class/..")
_UNSEEN: Final = (
    "script", "style", "noscript", "template", "iframe", "select", "button", "textarea", "svg", "canvas", "object",
)  # fmt: skip
"""Taken out of the body before anything is read: no reader sees words in them."""

_SELECTOR: Final = re.compile(r"(?P<tag>[a-z0-9]+)?(?:#(?P<id>[\w-]+))?(?P<classes>(?:\.[\w-]+)*)")


@dataclass(frozen=True, slots=True, eq=False)
class ParsedPage:
    """A page that is HTML with words in it; what kind of page, the templates decide."""

    url: str
    data: bytes
    """What was parsed: in utf-8, without the CMS comment."""
    root: Element
    """The tree, without the elements of the body whose words no reader sees."""
    scripts: tuple[Element, ...]
    """All scripts of the page; those of the body are no longer in the tree."""
    encoding: str
    """What it was decoded with."""
    cms: dict[str, str]
    """Fields of the CMS comment."""
    elements: list[Element]
    """All of them, in page order: lxml makes an object anew each time it meets one that nobody holds."""
    by_id: dict[str, Element]
    by_class: dict[str, list[Element]]
    by_tag: dict[str, list[Element]] = field(default_factory=dict)
    """Filled by `tagged`, tag by tag: a page asks for a few."""
    warnings: list[str] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What took long to find and is asked for again, by the question: a selector, or a function and its arguments."""

    @property
    def html(self) -> str:
        """Return the text that was parsed."""
        return self.data.decode()

    def select(self, selector: str) -> list[Element]:
        """Return the elements that a simple selector names, in page order.

        A simple selector is `tag`, `#id`, `.class`, `tag#id`, `tag.class` or `.class.class`, and a chain of
        these separated by spaces (descendants).
        """
        if selector not in self.memo:  # the title and the body are asked for again and again
            self.memo[selector] = self._select(*_steps(selector))
        found: list[Element] = self.memo[selector]
        return found

    def first(self, *selectors: str) -> Element | None:
        """Return the first element of the first selector that finds one."""
        for selector in selectors:
            if found := self.select(selector):
                return found[0]
        return None

    def tagged(self, tag: str) -> list[Element]:
        """Return the elements of one tag, in page order."""
        if tag not in self.by_tag:
            self.by_tag[tag] = list(self.root.iter(tag))
        return self.by_tag[tag]

    def meta(self, name: str) -> str | None:
        """Return the content of the first `<meta name=…>`, trimmed, or None."""
        for element in self.tagged("meta"):
            if element.get("name", "").lower() == name:
                return clean(element.get("content", "")) or None
        return None

    def absolute(self, address: str | None) -> str | None:
        """Return an address of the page as an absolute one, or None for scripts, fragments and nonsense."""
        if address and (plain := _PLAIN_ADDRESS.fullmatch(address)):
            return address if plain[1] else f"{self.url.partition(':')[0]}:{address}"
        address = clean(address or "")
        if (
            not address
            or address.startswith("#")
            or address.lower().startswith(("javascript:", "about:", "mailto:", "data:"))
        ):
            return None
        try:
            joined = urljoin(self.url, address)
        except ValueError:  # "http://[": the standard library refuses it
            self.warnings.append("address-broken")
            return None
        return joined if joined.startswith(("http://", "https://", "rtmp://")) else None

    def _select(self, first: _Step, *deeper: _Step) -> list[Element]:
        found = self._simple(first)
        for step in deeper:
            if len(found) == 1 and step.is_tag:
                found = [element for element in found[0].iter(step.tag) if element is not found[0]]
            elif found:
                above = frozenset(found)
                found = [element for element in self._simple(step) if not above.isdisjoint(element.iterancestors())]
        return found

    def _simple(self, step: _Step) -> list[Element]:
        if step.identifier:
            element = self.by_id.get(step.identifier)
            candidates = [] if element is None else [element]
        elif step.classes:
            candidates = self.by_class.get(step.classes[0], [])
            if step.tag is None and len(step.classes) == 1:
                return candidates
        else:
            return self.tagged(step.tag or "")
        return [
            element
            for element in candidates
            if (step.tag is None or element.tag == step.tag)
            and (len(step.classes) < 2 or set(element.get("class", "").split()).issuperset(step.classes))  # noqa: PLR2004
        ]


@dataclass(frozen=True, slots=True)
class _Step:
    """One simple selector of a chain."""

    tag: str | None
    identifier: str | None
    classes: tuple[str, ...]

    @property
    def is_tag(self) -> bool:
        return self.identifier is None and not self.classes


@cache
def _steps(selector: str) -> tuple[_Step, ...]:
    return tuple(map(_step, selector.split()))


def _step(simple: str) -> _Step:
    found = _SELECTOR.fullmatch(simple)
    if found is None:
        raise ValueError(f"not a simple selector: {simple!r}")
    tag, identifier, classes = found.group("tag", "id", "classes")
    return _Step(tag, identifier, tuple(classes.split(".")[1:]))


def parse_page(body: bytes, url: str) -> ParsedPage:
    """Return the parsed page of a response body.

    EmptyPageError, SoftNotFoundError or HostilePageError say why it is not worth looking at.
    """
    text, data, encoding = decode(body)
    if len(text) > MAX_CHARACTERS:
        raise HostilePageError(f"{url}: {len(text)} characters; the bound is {MAX_CHARACTERS}")
    _check_markup(data, url)
    title = _TITLE.search(data)
    if title and SOFT_NOT_FOUND.search(words := title[1].decode(errors="ignore")):
        raise SoftNotFoundError(f"{url}: the site answers, but its title says {clean(words)!r}")
    data, fields = cms.take_out(data)
    root = _parse(data, url)
    scripts = tuple(root.iter("script"))
    if (shown := root.find("body")) is not None:
        etree.strip_elements(shown, *_UNSEEN, with_tail=False)
    elements = list(root.iter())
    if len(elements) > MAX_ELEMENTS:
        raise HostilePageError(f"{url}: {len(elements)} elements; the bound is {MAX_ELEMENTS}")
    _check_depth(elements, url)
    by_id, by_class = _index(root)
    warnings = ["characters-replaced"] if "\ufffd" in text else []
    return ParsedPage(url, data, root, scripts, encoding, fields, elements, by_id, by_class, warnings=warnings)


def _check_markup(data: bytes, url: str) -> None:
    """Raise HostilePageError for markup that the parser itself cannot read within bounds."""
    if len(data) > 4 * MAX_ELEMENTS and (tags := data.count(b"<")) > 4 * MAX_ELEMENTS:
        raise HostilePageError(f"{url}: {tags} tags; the bound is {MAX_ELEMENTS} elements")
    if len(data) > _LONG and any(len(tag[0].split()) > MAX_ATTRIBUTES for tag in _TAG.finditer(data)):
        raise HostilePageError(f"{url}: a tag of more than {MAX_ATTRIBUTES} attributes")


def _parse(data: bytes, url: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError as error:  # "Document is empty" and its kin
        raise EmptyPageError(f"{url}: {error.msg}") from error
    if root is None:
        raise EmptyPageError(f"{url}: no HTML in {len(data)} bytes")
    return root


def _check_depth(elements: Sequence[Element], url: str) -> None:
    if len(elements) <= _MANY:
        return
    depths: dict[Element | None, int] = {None: 0}
    for element in elements:
        depths[element] = depths[element.getparent()] + 1
        if depths[element] > MAX_DEPTH:
            raise HostilePageError(f"{url}: elements nest deeper than {MAX_DEPTH}")


def _index(root: Element) -> tuple[dict[str, Element], dict[str, list[Element]]]:
    by_id: dict[str, Element] = {}
    for element in cast("list[Element]", _WITH_ID(root)):
        by_id.setdefault(element.get("id", ""), element)
    by_class: dict[str, list[Element]] = defaultdict(list)
    for element in cast("list[Element]", _WITH_CLASS(root)):
        for name in element.get("class", "").split():
            by_class[name].append(element)
    return by_id, by_class


def strings_of(element: Element) -> list[str]:
    """Return the element's strings in page order."""
    if len(element):
        return cast("list[str]", _STRINGS(element))
    return [element.text] if element.text else []


def texts_in(element: Element) -> Iterator[str]:
    """Yield the element's strings in page order, for who needs the first few: lxml's own iterator is slow to begin."""
    if element.text:
        yield element.text
    for child in element:
        yield from texts_in(child)
        if child.tail:
            yield child.tail


def words_of(element: Element | None) -> str:
    """Return the element's words as one cleaned string; of no element, the empty one."""
    if element is None:
        return ""
    if len(element):
        return clean(etree.tostring(element, encoding="unicode", method="text", with_tail=False))
    return clean(element.text or "")
