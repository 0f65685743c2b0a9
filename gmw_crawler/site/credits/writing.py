"""The inverse of the grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmw_crawler.site.credits.roles import REPORTERS

if TYPE_CHECKING:
    from gmw_crawler.items import Credit


def write_credit(credit: Credit) -> str:
    """Write a credit as the line that `read_line` reads it from (with that line as its `raw`).

    A picture's default scope belongs to its role, so a credit of another scope is read back with `scope=`.
    """
    names = "、".join(credit.names)
    if credit.affiliation is None:
        return f"{credit.role}：{names}"
    if credit.role_key in REPORTERS:
        return f"{credit.affiliation}{credit.role}：{names}"
    return f"{credit.role}：{credit.affiliation}记者 {names}"
