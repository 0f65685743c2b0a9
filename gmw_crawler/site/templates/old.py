"""Pages up to 2018, still served: `#articleTitle`, `#contentMsg`, `#contentMain`; and their mobile form of 2015."""

from __future__ import annotations

from typing import ClassVar

from gmw_crawler.site.templates.base import Template


class Old(Template):
    """The template before July 2018 (EVIDENCE: proven by several crawlers)."""

    name = "old"
    titles = ("#articleTitle",)
    bodies = ("#contentMain",)
    subtitles = ("#articleSubtitle", "h2.subtitle")
    infos = ("#contentMsg", ".ysp_msg")
    sources = ("#source",)
    times = ("#pubTime",)
    crumbs = ("#contentBreadcrumbs2", "#contentBreadcrumbs")


class Mobile(Old):
    """m.gmw.cn of 2015: the old template with lists and a mood block of its own."""

    name = "mobile"
    marks = (".mainlistsbox", ".nav_content_list")
    lists: ClassVar = {**Old.lists, "recommended": (".mainlistsbox .news_list li", ".mainlistsbox li")}
