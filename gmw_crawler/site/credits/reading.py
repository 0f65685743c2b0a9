"""What the grammar gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gmw_crawler.items import Credit

NAMES_GLUED = "names-glued"
"""Warning: several names may be written as one, and no way to part them is clearly the best."""
ROLE_UNKNOWN = "role-unknown"
"""Warning: a role that `roles.toml` lacks; its key is `other`."""


class Reading(NamedTuple):
    """What a line, or the ends of a paragraph, says about credits."""

    credits: tuple[Credit, ...] = ()
    """In page order."""
    consumed: bool = False
    """The line is nothing but credits, a source, times or roles without names: no word of it is text."""
    continues: bool = False
    """The line had no role: `credits` are the previous ones with the names of this line added, to replace them."""
    last: tuple[Credit, ...] = ()
    """Those of the last label, without names where it has none (`出品单位：`): give them as `previous` with the next
    line, which may go on with their names."""
    source: str | None = None
    """What the line names as 来源."""
    warnings: tuple[str, ...] = ()
    """Stable codes: `names-glued`, `role-unknown`."""


NOTHING = Reading()
"""The line is something else."""
