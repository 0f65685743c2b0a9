"""Picture pages: `.h-contentMain`; the older `.picContentHeading`; the photo channel's `.hd h1` and `.bd`."""

from __future__ import annotations

from gmw_crawler.site.templates.base import Template

_CRUMBS = (
    ".g-crumbs",
    "#picContent-breadCrumbs2",
    "#picContent-breadCrumbs",
    "#contentBreadcrumbs2",
    ".bread_crumb",
    ".crumbs",
    ".position",
)


class Picture(Template):
    """Picture pages of the current era."""

    name = "picture"
    titles = ("h1.u-title", ".h-title", ".h-contentTitle", ".h-contentMain h1", "h1.title", "#articleTitle")
    bodies = (".h-contentMain",)
    infos = (".g-tips", ".m-con-info")
    sources = (".g-tips .source", ".m-con-source", ".g-tips span a", ".g-tips a")
    times = (".u-time", ".m-con-time")
    crumbs = _CRUMBS


class OldPicture(Template):
    """Picture pages of the old era."""

    name = "picture"
    titles = (".picContentHeading h1", ".picContentHeading", "#picContentHeading")
    bodies = ("#ArticleContent .ArticleContentBox", ".ArticleContentBox", "#ArticleContent")
    infos = (
        "#contentMsg",
        ".picContentMsg",
        ".picContent-msg",
        ".picContentInfo",
        "#picContentMsg",
        ".picContentHeading",
    )
    sources = ("#source", ".source")
    times = ("#pubTime", ".pubTime", ".time")
    crumbs = _CRUMBS


class Photo(Template):
    """The photo channel."""

    name = "picture"
    is_distinctive = False  # `.hd` and `.bd` are anybody's names
    titles = (".hd h1",)
    bodies = ("#cont_left .bd", "#container .bd", ".bd", "#cont_left")
    infos = (".hd .info", ".hd .msg", ".hd")
    sources = ("#source", ".source")
    times = ("#pubTime", ".time", ".date")
    crumbs = _CRUMBS
