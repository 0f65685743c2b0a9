"""Pages since July 2018: `h1.u-title`, `.m-con-source`, `.u-mainText`."""

from __future__ import annotations

from gmw_crawler.site.templates.base import Template


class Current(Template):
    """The site's present template (EVIDENCE: proven by many crawlers, and by the saved page of 2024)."""

    name = "current"
    titles = ("h1.u-title", ".m-title-box h1", ".u-title")
    bodies = (".u-mainText", "#article_inbox", "#articleBox")
    columns = (".m-l-main", "#articleBox", "#article_inbox")
    subtitles = (".u-subtitle", ".m-title-box h2", ".m-title-box .subtitle", "h2.u-title")
    infos = (".m-con-info", ".m_tips", ".m-contentInfo", ".m-tips")
    sources = (".m-con-source",)
    times = (".m-con-time",)
    crumbs = (".g-crumbs",)
