"""What a credit is for, where only the other credits of the page tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gmw_crawler.site.credits.roles import role_of
from gmw_crawler.site.credits.tables import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmw_crawler.items import Credit


def settle_scopes(found: Iterable[Credit]) -> list[Credit]:
    """Settle the scope of 摄影, 制图 and their kin over all credits of a page.

    They are of the article where the page names the crew of a film, for whom they filmed or drew; elsewhere they
    are of its pictures.
    """
    whole = list(found)
    if any(credit.role_key in ROLES.crew for credit in whole):
        return whole
    return [replace(credit, scope="picture") if _is_filmed(credit) else credit for credit in whole]


def _is_filmed(credit: Credit) -> bool:
    role = role_of(credit.role)
    return role is not None and role.filmed
