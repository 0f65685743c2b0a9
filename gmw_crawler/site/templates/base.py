"""What a template is: the marks of one era of the site's pages, and the selectors of its parts.

A template holds no code: every era is read the same way (`site.header`, `site.walk`, `site.placing`,
`site.sections`), from other elements. Selectors are simple ones (`ParsedPage.select`), the proven first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from gmw_crawler.site.lines import Marks

if TYPE_CHECKING:
    from gmw_crawler.site.page import Element, ParsedPage

NOISE: Final = frozenset(
    (
        "#displaypagenum", "#mpagecount", "#mcurrentpage", "#PicUrlPh", "#share", "#motionsDiv",
        ".u-moreText", ".u-QRcode", ".u-qrcode", ".m-player_box", ".m-btm-ad-box", ".u-rightad_300x250", ".m-share",
        ".u-share", ".share", ".bdsharebuttonbox", ".m-ad", ".ad", ".qrcode", ".g-crumbs", ".m-reading", ".g-reading",
    )
)  # fmt: skip
"""Elements inside the body element that are never the article's, in any era (met by crawlers, one by one)."""

NOISE_IMAGES: Final = re.compile(
    r"content_logo|/logo|logo\.(?:png|jpe?g|gif)|qr_?code|erweima|二维码|iconshare|icon[_-]?share|share[_-]?icon|/icons?/|返回光明网|node_\d+\.htm"
    r"|/(?:blank|spacer|space|transparent|pixel|placeholder|loading|lazyload|grey)\.(?:gif|png)|u-qrcode"
)
"""In the lower-case address, title or link of a picture: logos, QR codes, share icons, trackers, signs to a listing."""


class Template:
    """One era. Subclasses fill the selectors; the empty ones are parts that the era does not have."""

    name: ClassVar[str]
    """As in the record."""
    marks: ClassVar[tuple[str, ...]] = ()
    """One of these must be there, beside a title and a body; none: title and body are marks enough."""
    is_distinctive: ClassVar[bool] = True
    """Its body selectors alone prove the era, even where the title is lost."""
    titles: ClassVar[tuple[str, ...]]
    bodies: ClassVar[tuple[str, ...]]
    subtitles: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    """What may hold lines of the article beside its body element."""
    infos: ClassVar[tuple[str, ...]] = ()
    """What holds source and time."""
    sources: ClassVar[tuple[str, ...]] = ()
    times: ClassVar[tuple[str, ...]] = ()
    crumbs: ClassVar[tuple[str, ...]] = ()
    editors: ClassVar[tuple[str, ...]] = (".liability", "#articleLiability", "#contentLiability", "#Content_Liability")
    captions: ClassVar[frozenset[str]] = frozenset((".pictext", ".picText", ".u-pictext", ".img-caption", ".caption"))
    noise: ClassVar[frozenset[str]] = NOISE
    lists: ClassVar[dict[str, tuple[str, ...]]] = {
        "focus": ("#m-eyecatcher ul li", "#m-eyecatcher"),
        "hot": ("#m-hotArticle ul li", "#m-hotArticle"),
        "recommended": (".g-readscon .m-lists",),
    }
    """Slots of the sections whose markup is known; the others are found by their headings."""

    @classmethod
    def claims(cls, page: ParsedPage) -> bool:
        """Tell whether the page is of this era: its mark, its title and its body are there."""
        return cls._has_mark(page) and cls.title(page) is not None and cls.body(page) is not None

    @classmethod
    def claims_in_part(cls, page: ParsedPage) -> bool:
        """Tell whether the page is of this era with its title or its body lost."""
        if not cls.is_distinctive or not cls._has_mark(page):
            return False
        return cls.title(page) is not None or cls.body(page) is not None

    @classmethod
    def parts(cls, page: ParsedPage) -> int:
        """Return how many of the era's parts the page has: how like it is."""
        groups = (cls.marks, cls.titles, cls.bodies, cls.infos, cls.sources, cls.times, cls.crumbs)
        return sum(page.first(*selectors) is not None for selectors in groups)

    @classmethod
    def _has_mark(cls, page: ParsedPage) -> bool:
        return not cls.marks or page.first(*cls.marks) is not None

    @classmethod
    def title(cls, page: ParsedPage) -> Element | None:
        """Return the element of the headline."""
        return page.first(*cls.titles)

    @classmethod
    def body(cls, page: ParsedPage) -> Element | None:
        """Return the element that holds the article."""
        return page.first(*cls.bodies)

    @classmethod
    def all_bodies(cls, page: ParsedPage) -> list[Element]:
        """Return every element that holds a part of the article: some pages have several of one kind."""
        return next((found for selector in cls.bodies if (found := page.select(selector))), [])

    @classmethod
    def column(cls, page: ParsedPage, body: Element) -> Element:
        """Return the article's column; the body element itself where the era has none."""
        around = set(body.iterancestors())
        return next((element for name in cls.columns for element in page.select(name) if element in around), body)

    @classmethod
    def line_marks(cls) -> Marks:
        """Return what the walk over the body must know."""
        return Marks(
            noise=cls.noise,
            caption=cls.captions,
            editor=frozenset(cls.editors) | {".text-right", ".m-zbTool"},
            pager=frozenset((".ptfontcon", ".ptfontpic")),
            noise_images=NOISE_IMAGES,
        )
