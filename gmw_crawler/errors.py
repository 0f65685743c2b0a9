"""Every exception of the project, as a tree.

GmwError
├── PageError                 a page that cannot become an article; `reason` is the stable code kept with the visit
│   ├── EmptyPageError        no bytes, or nothing but blanks and markup
│   ├── SoftNotFoundError     status 200, but the page says 页面没有找到
│   ├── UnknownPageError      no template claims the page
│   ├── BrokenPageError       a template claims the page, but a part that every article has is missing
│   └── HostilePageError      too large or too deep to be read within bounds
├── AddressError              an address that names no article
├── TableError                a data table (roles, nodes, …) that contradicts itself
├── RenderError               a page whose scripts could not be followed; `reason` is the stable code in the stats
│   └── BrowserMissingError   there is no browser, or it does not start
├── ArgumentsError            a spider or command argument that cannot be used          exit status 2
└── StoreError                the store cannot do what was asked                        exit status 1
    ├── StoreAddressError     GMW_STORE names no kind of store that there is            exit status 2
    ├── StoreBusyError        another run holds the store                               exit status 75
    ├── StoreVersionError     the store is newer than the program
    ├── StoreDataError        one write cannot be stored (a lone surrogate in its text); the store itself is well
    └── ExportError           an export folder is missing, behind, foreign or damaged
"""

from __future__ import annotations

from typing import ClassVar


class GmwError(Exception):
    """Base of every error that this project raises on purpose."""


class PageError(GmwError):
    """A page that cannot become an article; the message names its address."""

    reason: ClassVar[str] = "page"
    """Stable code, kept with the visit and counted in the stats."""


class EmptyPageError(PageError):
    """Raised by `site.page` for a body without a byte of text."""

    reason = "empty"


class SoftNotFoundError(PageError):
    """Raised by `site.page` where the site answers 200 but its title says 页面没有找到 or 出错啦."""

    reason = "soft-404"


class UnknownPageError(PageError):
    """Raised by `site.templates.choose` when no template claims the page; lists the ones tried."""

    reason = "unknown"


class BrokenPageError(PageError):
    """Raised by a template that claims a page without a title or without a body."""

    reason = "broken"


class HostilePageError(PageError):
    """Raised by `site.page` for a page beyond the bounds of size or nesting."""

    reason = "hostile"


class AddressError(GmwError):
    """Raised by `site.urls` for an address that names no article."""


class TableError(GmwError):
    """Raised while a data table is read that contradicts itself."""


class ArgumentsError(GmwError):
    """Raised for an argument that cannot be used; the message says which and what would do."""


class RenderError(GmwError):
    """Raised by `render` for a page that the browser did not get through: it crashed, hung, or would not close."""

    reason: ClassVar[str] = "browser"
    """Stable code, counted in the stats."""


class BrowserMissingError(RenderError):
    """Raised by `render` where no browser is found or the one there is does not start; says how to get one."""

    reason = "no-browser"


class StoreError(GmwError):
    """Raised by `storage` when the database fails or refuses."""


class StoreAddressError(StoreError):
    """Raised by `storage.open_store` for an address of no known kind; names the known ones."""


class StoreBusyError(StoreError):
    """Raised by `storage.open_store` while another run holds the store; says who."""


class StoreVersionError(StoreError):
    """Raised by `storage.open_store` for a store that a newer program wrote."""


class ExportError(StoreError):
    """Raised by `storage.export` for a folder that is not what its manifests or the store say."""


class StoreDataError(StoreError):
    """Raised by `storage` for one write whose data no database can hold; the store itself is well."""
