"""The eras of the site's pages, one file each. To add one: a file, and its name in `TEMPLATES`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import UnknownPageError
from gmw_crawler.site.templates.commentary import Commentary
from gmw_crawler.site.templates.current import Current
from gmw_crawler.site.templates.old import Mobile, Old
from gmw_crawler.site.templates.others import Detail, English
from gmw_crawler.site.templates.picture import OldPicture, Photo, Picture

if TYPE_CHECKING:
    from gmw_crawler.site.page import ParsedPage
    from gmw_crawler.site.templates.base import Template

TEMPLATES: Final[tuple[type[Template], ...]] = (
    Picture,
    Current,
    Commentary,
    Mobile,
    Old,
    OldPicture,
    Detail,
    English,
    Photo,
)
"""Asked in this order: a special form before the general one, the commoner before the rarer."""


def choose(page: ParsedPage) -> type[Template]:
    """Return the template that claims the page; UnknownPageError names those that do not.

    A page of a distinctive era that has lost its title or its body is claimed in a second round, by the era whose
    parts it has most of, so that the error (or the warning) names the era.
    """
    for template in TEMPLATES:
        if template.claims(page):
            return template
    if damaged := [template for template in TEMPLATES if template.claims_in_part(page)]:
        return max(reversed(damaged), key=lambda template: template.parts(page))  # of two equals, the general one
    names = ", ".join(dict.fromkeys(template.name for template in TEMPLATES))
    raise UnknownPageError(f"{page.url}: none of the templates claims this page ({names})")
