"""Credits: who did what for an article, read by a grammar with its vocabulary in tables.

`read_line` takes a line that stands alone and says whether it is nothing but credits; `read_inline` takes a
paragraph of other words and reads the byline or dateline that opens or closes it; `read_editors` takes what stands in
the editor's block; `write_credit` is the inverse; `settle_scopes` settles over a whole page what a credit is for.

>>> [(credit.role, credit.names) for credit in read_line("出品人：谢辉　贺亚兰  监 制：刘斌").credits]
[('出品人', ('谢辉', '贺亚兰')), ('监制', ('刘斌',))]
"""

from __future__ import annotations

from gmw_crawler.site.credits.bylines import read_inline
from gmw_crawler.site.credits.editors import read_editors
from gmw_crawler.site.credits.lines import read_line
from gmw_crawler.site.credits.reading import Reading
from gmw_crawler.site.credits.scopes import settle_scopes
from gmw_crawler.site.credits.writing import write_credit

__all__ = ["Reading", "read_editors", "read_inline", "read_line", "settle_scopes", "write_credit"]
