"""Two layouts met now and then: `.main_article`, and the English pages' `.main h3`, `.xinxi`, `.content`."""

from __future__ import annotations

from gmw_crawler.site.templates.base import Template


class Detail(Template):
    """`.main_article > h1 + .article_detail + .bread_crumb`."""

    name = "detail"
    titles = (".main_article h1",)
    bodies = (".main_article",)
    infos = (".article_info", ".main_article .info", ".article_detail .tip", ".article_detail")
    sources = (".main_article .source",)
    times = (".main_article .time", ".main_article .date")
    crumbs = (".bread_crumb",)


class English(Template):
    """`.main h3 + .xinxi + .content + .position`."""

    name = "english"
    is_distinctive = False  # `.main` and `.content` are anybody's names
    marks = (".xinxi",)
    titles = (".main h3", ".main h1", ".main h2")
    bodies = (".main .content", ".content")
    infos = (".xinxi",)
    sources = (".xinxi .source",)
    times = (".xinxi .time", ".xinxi .date")
    crumbs = (".position",)
