"""What may happen to a page between the newsroom and us, as small steps on its tree."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Node = Any  # an lxml element: its stubs know no way to say "one that may be changed"

SECRET: Final = "不该出现"
"""Stands in every place that no reader sees."""

_FULL: Final = "：，；！？（）｜／"
_HALF: Final = ":,;!?()|/"
_WIDTHS: Final = str.maketrans(_FULL + _HALF, _HALF + _FULL)
_BLANKS: Final = ("\u3000\u3000", "\u00a0", "\u200b", "\n  ", "\ufeff", "\u00a0 \u00a0")
_WRAPPERS: Final = ("div", "span", "font", "section", "b", "center", "strong", "p", "a", "x-unknown")
_CLASSES: Final = ("x-widget", "m-ad", "pictext", "liability", "u-mainText", "m-lists", "g-readscon", "text-right")
_WIDGETS: Final = (
    f"<script>var words = '{SECRET}';</script>",
    f"<style>.a {{ content: '{SECRET}' }}</style>",
    f"<noscript>{SECRET}</noscript>",
    f"<button>{SECRET}</button>",
    f"<select><option>{SECRET}</option></select>",
    f"<textarea>{SECRET}</textarea>",
    f"<svg><text>{SECRET}</text></svg>",
    f"<iframe src='https://ad.example.com/'>{SECRET}</iframe>",
    "<div class='x-poll'><a href='//v.example.com/1'>投票</a><i></i></div>",
    "<div class='x-card'><img src='//img.example.com/c.jpg'><span>卡片上的话</span></div>",
    "<ul class='x-tabs'><li>甲</li><li>乙</li></ul>",
    "<p>&nbsp;</p>",
    "<br>",
    "<hr>",
    "<table><tr><td>表中一格</td></tr></table>",
    "<blockquote></blockquote>",
    "<video></video>",
    "<img>",
)
_COMMENTS: Final = (
    f"<!--{SECRET}-->",
    f"<!-- enpproperty <articleid>1</articleid><title>{SECRET}</title>/enpproperty-->",
    f"<!--enpproperty <articleid>1</articleid><title>a-->{SECRET}</title><keyword>{SECRET}</keyword>/enpproperty-->",
    f"<!--enpproperty <date>2020-01-01 00:00:00.0</date><author>{SECRET}</author>-->",
    f"<!--enpproperty <title>1 < 2 {SECRET}</title><subtitle/>/enpproperty-->",
    "<!--enpcontent-->",
    "<!--/enpcontent-->",
    "<!--责编-->",
)

RAW: Final = {"comment": _COMMENTS, "widget": _WIDGETS}
_MARK: Final = re.compile(r"<!--raw-(\w+)-(\d+)-->")


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what, where (counted over the elements, from the start again at their end), and how."""

    operation: str
    place: int
    value: int


def apply(page: str, steps: Iterable[Step]) -> str:
    """The page after some steps; those that fit no element of it do nothing."""
    root = html.document_fromstring(page)
    for step in steps:
        nodes = [node for node in root.body.iterdescendants() if isinstance(node.tag, str)]
        if nodes:
            OPERATIONS[step.operation](nodes[step.place % len(nodes)], step.value)
    mutated = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return _MARK.sub(lambda mark: RAW[mark[1]][int(mark[2])], mutated)


def _wrap(node: Node, value: int) -> None:
    wrapper = node.makeelement(_WRAPPERS[value % len(_WRAPPERS)])
    tail, node.tail = node.tail, None
    node.getparent().replace(node, wrapper)
    wrapper.append(node)
    wrapper.tail = tail


def _unwrap(node: Node, _: int) -> None:
    node.drop_tag()


def _split(node: Node, value: int) -> None:
    """Break the text of an element in two: by a <br>, or into two elements of its kind."""
    text = node.text or ""
    if len(text) < 2:
        return
    cut = 1 + value % (len(text) - 1)
    kind = "span" if ":" in node.tag else node.tag  # Word's <o:p>, which lxml reads but does not make
    other = node.makeelement("br" if value % 2 else kind)
    node.text = text[:cut]
    if value % 2:
        other.tail = text[cut:]
        node.insert(0, other)
    else:
        other.text = text[cut:]
        other.tail, node.tail = node.tail, None
        node.addnext(other)


def _swap(node: Node, _: int) -> None:
    following = node.getnext()
    if following is not None and isinstance(following.tag, str):
        node.tail, following.tail = following.tail, node.tail
        following.addnext(node)


def _delete(node: Node, _: int) -> None:
    node.drop_tree()


def _double(node: Node, _: int) -> None:
    if len(list(node.iter())) < 100:  # doubling the body ten times makes a thousand of it
        node.addnext(deepcopy(node))


def _width(node: Node, _: int) -> None:
    for one in node.iter():
        if isinstance(one.tag, str) and one.tag not in ("script", "style"):
            one.text = one.text.translate(_WIDTHS) if one.text else None
            one.tail = one.tail.translate(_WIDTHS) if one.tail else None


def _blanks(node: Node, value: int) -> None:
    text = node.text or ""
    cut = value % (len(text) + 1)
    node.text = text[:cut] + _BLANKS[value % len(_BLANKS)] + text[cut:]


def _comment(node: Node, value: int) -> None:
    _insert_raw(node, value, "comment")


def _widget(node: Node, value: int) -> None:
    _insert_raw(node, value, "widget")


def _insert_raw(node: Node, value: int, kind: str) -> None:
    """Leave a mark where the markup goes: what is broken on purpose cannot stand in a tree."""
    mark = etree.Comment(f"raw-{kind}-{value % len(RAW[kind])}")
    if value % 3:
        mark.tail, node.tail = node.tail, None
        node.addnext(mark)
    else:
        node.insert(value % (len(node) + 1), mark)


def _rename(node: Node, value: int) -> None:
    if value % 3:
        node.attrib.pop("class", None)
    else:
        node.set("class", _CLASSES[value % len(_CLASSES)])


OPERATIONS: Final[dict[str, Callable[[Node, int], None]]] = {
    "wrap": _wrap,
    "unwrap": _unwrap,
    "split": _split,
    "swap": _swap,
    "delete": _delete,
    "double": _double,
    "width": _width,
    "blanks": _blanks,
    "comment": _comment,
    "widget": _widget,
    "rename": _rename,
}
