"""What we know of gmw.cn: addresses, listings, templates, credits. Pure: no network, no clock, no Scrapy.

>>> from gmw_crawler.site import split_page
"""

from __future__ import annotations

from gmw_crawler.site.split import split_page

__all__ = ["split_page"]
