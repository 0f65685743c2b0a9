"""A newsroom in fast motion: a listing on which articles appear, are edited and are taken away, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

CHINA = timezone(timedelta(hours=8))
NODE = 8971
ROWS = 12  # on a page of the listing
PAGES = 5
BACKLOG = 15  # articles
FIRST_ID = 39_200_000

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}
_光明网</title><meta name="keywords" content="经济,小店"><meta name="publishdate" content="{day}"></head><body>
<div class="g-main"><div class="g-crumbs"><a href="/">首页</a>&gt; <a href="/">经济频道</a> &gt; 正文</div>
<div class="m-title-box"><h1 class="u-title">{title}</h1>
<div class="m-con-info"><span class="m-con-source">来源：光明网</span><span class="m-con-time">{time}</span></div></div>
<div id="articleBox"><div id="article_inbox"><div class="u-mainText">
{paragraphs}
<div class="m-zbTool liability"><span class="liability">[ 责编：薄荷 ]</span></div></div></div></div>
<div class="m-relatedRead"><h3>相关阅读</h3><ul>{related}</ul></div>
</div></body></html>
"""
LISTING = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>经济要闻_光明网</title></head><body>
<ul class=channel-newsGroup>
{rows}
</ul><div id="displaypagenum"><center>{pager}</center></div></body></html>
"""


@dataclass
class Story:
    """One article and every text it has had."""

    number: int
    born: datetime
    words: list[str]
    related: list[Story]
    texts: list[tuple[datetime, str]] = field(default_factory=list)
    """(from when, the reading text)."""
    gone: datetime | None = None

    @property
    def path(self) -> str:
        day = self.born.astimezone(CHINA)
        return f"{day:%Y-%m}/{day:%d}/content_{self.number}.htm"

    @property
    def id(self) -> str:
        return str(self.number)

    @property
    def title(self) -> str:
        return f"第{self.number}号消息"

    def text_at(self, moment: datetime) -> str:
        return next(text for since, text in reversed(self.texts) if since <= moment)


class Newsroom:
    """The site's files under a folder, and what was true when."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._host = folder / "economy.gmw.cn"
        self._host.mkdir(parents=True)
        self._chance = chance
        self.stories: list[Story] = []

    def hour(self, now: datetime) -> None:
        """Let an hour's work happen: by day more than by night."""
        busy = 0.7 if 7 <= now.astimezone(CHINA).hour <= 22 else 0.1
        for _ in range(self._chance.choice([0, 1, 1, 2]) if self._chance.random() < busy else 0):
            self._publish(now)
        alive = [story for story in self.stories if story.gone is None]
        for story in alive[-40:]:
            if self._chance.random() < 0.01:
                self._edit(story, now)
            elif self._chance.random() < 0.0005:
                story.gone = now
                (self._host / story.path).unlink()
        self._list()

    def backlog(self, now: datetime) -> None:
        """Publish what the site has before anybody looks."""
        for days in range(BACKLOG, 0, -1):
            self._publish(now - timedelta(days=days))

    def _publish(self, now: datetime) -> None:
        others = [story for story in self.stories if story.gone is None]
        words = [f"第{number}段，{self._sentence()}" for number in range(1, self._chance.randint(3, 6))]
        story = Story(
            number=FIRST_ID + 17 * len(self.stories),
            born=now,
            words=words,
            related=self._chance.sample(others, min(2, len(others))),
        )
        self.stories.append(story)
        self._write(story, now)

    def _edit(self, story: Story, now: datetime) -> None:
        story.words[self._chance.randrange(len(story.words))] = f"更正：{self._sentence()}"
        self._write(story, now)

    def _sentence(self) -> str:
        return "".join(chr(self._chance.randrange(0x4E00, 0x9000)) for _ in range(60)) + "。"

    def _write(self, story: Story, now: datetime) -> None:
        story.texts.append((now, "\n".join(story.words)))
        born = story.born.astimezone(CHINA)
        page = PAGE.format(
            title=story.title,
            day=f"{born:%Y-%m-%d}",
            time=f"{born:%Y-%m-%d %H:%M}",
            paragraphs="\n".join(f"<p>　　{line}</p>" for line in story.words),
            related="".join(f'<li><a href="/{one.path}">{one.title}</a></li>' for one in story.related),
        )
        path = self._host / story.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, "utf-8")

    def _list(self) -> None:
        """Write the listing: what is gone stays on it for a while, as it does."""
        rows = list(reversed(self.stories))[: ROWS * PAGES]
        pages = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)] or [[]]
        for number, part in enumerate(pages, 1):
            lines = [
                f"<li><a href={story.path} target=_blank>{story.title}</a>"
                f"<span class=channel-newsTime>{story.born.astimezone(CHINA):%Y-%m-%d}</span></li>"
                for story in part
            ]
            following = f'<a href="node_{NODE}_{number + 1}.htm">下一页</a>' if number < len(pages) else ""
            name = f"node_{NODE}.htm" if number == 1 else f"node_{NODE}_{number}.htm"
            (self._host / name).write_text(LISTING.format(rows="\n".join(lines), pager=following), "utf-8")
