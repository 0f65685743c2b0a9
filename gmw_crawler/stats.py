"""The numbers of a crawl: Scrapy's own collector, without what it does at each call to warn of an old argument.

It looks for a wrapper of each attribute by a name that most do not have: 18 000 instructions for a number that goes up
by one, and a page counts twenty.
"""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class PlainStatsCollector(MemoryStatsCollector):
    """Scrapy's, with attributes as every object has them."""

    __getattribute__ = object.__getattribute__
