"""newspaper4k, told that the page is Chinese."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from newspaper import Article, ArticleException, Config

VERSION = version("newspaper4k")


def extract(pages: list[str], url: str) -> dict[str, Any]:
    found = [_read(page, url) for page in pages]
    first = found[0]
    published = first.publish_date if first else None
    return {
        "text": "\n".join(one.text for one in found if one),
        "title": first.title if first else None,
        "published": published.strftime("%Y-%m-%dT%H:%M") if published else None,
    }


def _read(page: str, url: str) -> Article | None:
    config = Config()
    config.language = "zh"
    config.fetch_images = False
    article = Article(url, config=config)
    article.download(input_html=page)
    try:
        article.parse()
    except ArticleException:
        return None
    return article
