"""Commentary channels (guancha, dangjian; alive in 2026): `#articleID`, `#ContentPh`, text inside `<font>`."""

from __future__ import annotations

from gmw_crawler.site.templates.base import Template


class Commentary(Template):
    """guancha.gmw.cn and its kin (EVIDENCE: proven by crawlers)."""

    name = "commentary"
    titles = ("#articleID",)
    bodies = ("#ContentPh",)
    subtitles = ("#articleSubtitle", "#articleSubTitle", "h2.subtitle")
    infos = ("#articleInfo", ".articleInfo", ".info")
    sources = ("#articleSource",)
    times = ("#articlePubTime",)
    crumbs = (
        ".g-crumbs",
        "#articleBreadcrumbs",
        "#contentBreadcrumbs2",
        "#contentBreadcrumbs",
        ".breadcrumbs",
        ".bread_crumb",
        ".crumbs",
        ".position",
    )
