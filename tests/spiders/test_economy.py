from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from gmw_crawler.site.nodes import default_nodes
from gmw_crawler.spiders.economy import EconomySpider
from gmw_crawler.spiders.walk import Bounds, ListingWalk

if TYPE_CHECKING:
    import pytest


def test_a_listing_that_an_unknown_error_ended_is_told_with_the_error(caplog: pytest.LogCaptureFixture) -> None:
    spider = EconomySpider(nodes="8971")
    spider.crawler, spider.feeder = get_crawler(), Mock()
    walk = ListingWalk(node=default_nodes()[0], bounds=Bounds(pages=None, since=None), before=None)
    spider.listing_failed(Failure(NotImplementedError("no such proxy")), walk=walk)
    assert "page 1: ended by NotImplementedError('no such proxy')" in caplog.text
    spider.feeder.settle.assert_called_once_with(walk.node)
