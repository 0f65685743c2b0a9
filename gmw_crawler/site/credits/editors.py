"""The editor's block beside an article, which names its editors and says nothing else: [ 责编：简单 ]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.fold import fold, is_han
from gmw_crawler.site.credits.labels import NotCreditsError, find_label
from gmw_crawler.site.credits.lines import credit_of
from gmw_crawler.site.credits.reading import NOTHING, Reading
from gmw_crawler.site.credits.spacing import units_of
from gmw_crawler.site.credits.tokens import bounds, tokens_of

if TYPE_CHECKING:
    from gmw_crawler.site.credits.labels import Label
    from gmw_crawler.site.credits.tokens import Token

_BRACKETS: Final = frozenset(("open", "close"))
_SHORTEST, _LONGEST = 2, 4


def read_editors(line: str) -> Reading:
    """Read the line of an editor's block that the grammar refuses: there, any short word after the label is a name.

    >>> [(credit.role, credit.names) for credit in read_editors("[ 责编：简单 ]").credits]
    [('责编', ('简单',))]
    """
    folded = fold(line)
    tokens = [token for token in tokens_of(folded, *bounds(folded)) if token.kind not in _BRACKETS]
    while tokens and tokens[0].kind == "gap":
        del tokens[0]
    try:
        label = find_label(tokens, 0, in_block=False) if tokens and tokens[0].kind == "word" else None
    except NotCreditsError:
        label = None
    if label is None or not label.hard or label.meaning != "role":
        return NOTHING
    return _reading(line, label, tokens[label.end :])


def _reading(line: str, label: Label, content: list[Token]) -> Reading:
    names = tuple(unit.text for unit in units_of(line, content))
    if not names or not all(_SHORTEST <= len(name) <= _LONGEST and is_han(name) for name in names):
        return NOTHING
    found = tuple(credit_of(line, label, role, "person", names, "article") for role in label.roles)
    return Reading(credits=found, consumed=True, last=found)
