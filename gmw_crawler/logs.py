"""One short line in the log for what became of a page; Scrapy's own would dump the whole item."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class ShortLogFormatter(LogFormatter):
    """Names the article and what happened to it, never its text."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """Log a stored revision."""
        del response, spider
        return {
            "level": logging.INFO,
            "msg": "Stored %(id)s revision %(revision)d: %(title)s",
            "args": {"id": item.id, "revision": item.revision, "title": item.title},
        }

    def dropped(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """Log a page that brought nothing new, at the level that the pipeline chose."""
        del item, response, spider
        level = getattr(exception, "log_level", None) or "INFO"
        return {"level": logging.getLevelNamesMapping()[level], "msg": "%(what)s", "args": {"what": str(exception)}}

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """Log a page that broke a pipeline."""
        del exception, response, spider
        return {"level": logging.ERROR, "msg": "Article %(id)s broke a pipeline", "args": {"id": item.id}}
