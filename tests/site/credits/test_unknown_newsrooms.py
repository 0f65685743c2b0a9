"""A newsroom that no table has is one all the same where 讯 or 报道 says so."""

from __future__ import annotations

import pytest

from gmw_crawler.site.credits import read_inline

BYLINES = {
    "城市观察讯（记者 李宁）清晨五点，市场已经开门。": ("城市观察", ("李宁",)),
    "【城市观察报道 记者 慕寒 牧仁】下班路上取快递，已成为许多人的日常。": ("城市观察", ("慕寒", "牧仁")),
}
TRAPS = (
    "喜讯（李宁）传来，全村沸腾。",
    "据媒体报道，记者走访了市场。",
    "多家媒体报道，记者李宁并不在场。",
    "现场通讯中断。",
)


@pytest.mark.parametrize("paragraph", BYLINES)
def test_byline_of_an_unknown_newsroom_is_read(paragraph: str) -> None:
    (credit,) = read_inline(paragraph).credits
    assert (credit.affiliation, credit.names) == BYLINES[paragraph]


@pytest.mark.parametrize("paragraph", TRAPS)
def test_words_that_only_end_alike_name_nobody(paragraph: str) -> None:
    assert read_inline(paragraph).credits == ()
