"""Every deviation from Scrapy's defaults, with the default and the reason; the order of the stages.

The data's way: listing → request → page → dedupe → split → check → store → export.
Settings of our own begin with GMW_; an environment variable of the same name wins over the value here,
and `-s NAME=VALUE` wins over both.
"""

from __future__ import annotations

import os
from typing import Any, Final

from scrapy.settings import default_settings

BOT_NAME = "gmw_crawler"
SPIDER_MODULES = ["gmw_crawler.spiders"]
NEWSPIDER_MODULE = "gmw_crawler.spiders"
COMMANDS_MODULE = "gmw_crawler.commands"  # default "": `crawl` with exit statuses, and the commands of our own

# ---------------------------------------------------------------- our own

# Where articles, links and visits are kept: sqlite:///path or postgresql://user@host/database.
GMW_STORE: Any = "sqlite:///gmw.sqlite"

# Which responses are kept as bytes, for `scrapy resplit`: latest, all or none.
GMW_KEEP_PAGES: Any = "latest"

# When an article is visited again, by its age: [[younger than (hours), every (hours)], …]. Newsrooms edit silently,
# most often on the first day; what is older than the last row is never visited again.
GMW_REVISIT_SCHEDULE: Any = [[24, 4], [72, 12], [7 * 24, 48], [30 * 24, 7 * 24]]

# Hours to wait after the first, second, … failure in a row (5xx, time-out, cut off); after the last: given up.
GMW_RETRY_SCHEDULE: Any = [1, 6, 24, 72, 168]

# The same after a refusal (404, soft 404, unknown page, robots): never less than a day, so that a run right after asks
# for none.
GMW_REFUSAL_SCHEDULE: Any = [24, 72, 168, 720]

# How many articles may be on their way at once, from request to commit: enough to keep the downloader busy, few enough
# that a run stopped in the middle has little to do again.
GMW_WINDOW: Any = 32

# What a run is expected to be like; one that is not ends with exit status 3 and a line for each breach. Most of the
# pages that no template reads (unknown), of the articles read generically, of the visits that the site refuses, that
# fail, that robots.txt forbids (shares of 1); how much of the share of pages that it had in the last so many runs a
# part of the page may lose (fall, runs); parts whose loss is accepted, as template/field.
GMW_HEALTH: Any = {
    "unknown": 0.1,
    "generic": 0.1,
    "refused": 0.5,
    "failed": 0.3,
    "robots": 0.5,
    "fall": 0.5,
    "runs": 50,
    "accepted": [],
}

# Who runs this crawler, for the site's operators: an address or a page. Please set it.
GMW_CONTACT: Any = "https://example.invalid/set-GMW_CONTACT"

# The browser that reads the lists which scripts fill: a program's name or path. Empty: the system's Chromium or Chrome,
# then Playwright's own.
GMW_BROWSER: Any = ""

# Pages rendered at once. Each is a tab with scripts at work: some 100 MB, and a good part of a core.
GMW_BROWSER_CONTEXTS: Any = 4

# Pages after which a browser is replaced by a fresh one: its memory grows with what it has seen.
GMW_BROWSER_PAGES: Any = 100

# Seconds in which a page's lists must have come, without the time for which its requests wait for their turn.
GMW_RENDER_TIMEOUT: Any = 20

# How often 加载更多 is pressed on one page at most.
GMW_MAX_LOAD_MORE: Any = 20

# Trust any certificate with what scripts ask for. For the replica, whose certificates are its own; never on the net.
GMW_BROWSER_IGNORE_CERTIFICATES: Any = False

# ---------------------------------------------------------------- politeness

# default "Scrapy/VERSION (+https://scrapy.org)": say who we are; the run fills in GMW_CONTACT
USER_AGENT = "gmw_crawler/0.1 (+{contact})"
ROBOTSTXT_OBEY = True  # default False: what the site forbids is not asked for
ROBOTSTXT_USER_AGENT = "gmw_crawler"  # default None: the whole user agent line, which no robots.txt names
DOWNLOAD_DELAY = 1.0  # default 0: seconds between two requests to one host
CONCURRENT_REQUESTS = 8  # default 16: what Ctrl-C has to wait for
CONCURRENT_REQUESTS_PER_DOMAIN = 4  # default 8: one host gently
AUTOTHROTTLE_ENABLED = True  # default False: slower still when the site is slow
AUTOTHROTTLE_START_DELAY = 1.0  # default 5: we begin at DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 30.0  # default 60
DEFAULT_REQUEST_HEADERS = {  # default Accept-Language "en": the site is Chinese
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# ---------------------------------------------------------------- bounds

DOWNLOAD_TIMEOUT = 20  # default 180 s: a page here is 70 KB; a stop must not wait for minutes
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # default 1 GiB: the largest real page is under 1 MiB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024  # default 32 MiB
REDIRECT_MAX_TIMES = 5  # default 20: http to https to the channel's host is two
RETRY_TIMES = 3  # default 2: a server that heals after two errors is met often
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"  # default "ERROR": it is counted, and the article stays due
CONCURRENT_ITEMS = 1  # default 100: that many tasks are made for EVERY response, and one of ours gives one item
MEMUSAGE_WARNING_MB = 1024  # default 0 (off)

# ---------------------------------------------------------------- off

TELNETCONSOLE_ENABLED = False  # default True: an open port into the process
REMOTE_CONTROL_ENABLED = False  # default True: a port that runs Python
COOKIES_ENABLED = False  # default True: the site needs none, and they would tell our visits apart
METAREFRESH_ENABLED = False  # default True: parses every page for a tag that articles do not have
RETRY_PRIORITY_ADJUST = 0  # default -1: a retry is no less wanted
REDIRECT_PRIORITY_ADJUST = 0  # default +2
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # default RFPDupeFilter: the feeder knows what was asked
HTTPERROR_ALLOW_ALL = True  # default False: a refused page is an item with its status, kept and counted

# ---------------------------------------------------------------- stages


def _without(base: dict[str, int], *names: str) -> dict[str, int]:
    """Return a table of Scrapy's without some of its rows; KeyError for one that it does not have.

    A row that is switched off the usual way, with None, is imported all the same: of cookies and remote control, that
    is aiohttp, requests and 0.15 s of each start.
    """
    kept = dict(base)
    for name in names:
        del kept[name]
    return kept


DOWNLOADER_MIDDLEWARES_BASE = _without(
    default_settings.DOWNLOADER_MIDDLEWARES_BASE,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",  # ours says why a request was dropped
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",  # the site has no log-in
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",  # see METAREFRESH_ENABLED
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",  # see COOKIES_ENABLED
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware",  # the store keeps pages and validators
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",  # ours follows only to the same article or list
)
DOWNLOADER_MIDDLEWARES = {
    "gmw_crawler.middlewares.robots.RobotsMiddleware": 100,  # in the place of Scrapy's
    "gmw_crawler.middlewares.conditional.ConditionalMiddleware": 560,  # validators of what the store has
    "gmw_crawler.middlewares.soft404.SoftNotFoundMiddleware": 585,  # on the way back, decompression (590) comes first
    "gmw_crawler.middlewares.redirects.SamePageRedirectMiddleware": 600,  # in the place of Scrapy's
}
SPIDER_MIDDLEWARES_BASE = _without(
    default_settings.SPIDER_MIDDLEWARES_BASE,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware",  # a mark that nobody reads
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",  # see HTTPERROR_ALLOW_ALL
    "scrapy.spidermiddlewares.referer.RefererMiddleware",  # listings say themselves where their next page was named
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",  # the addresses of articles are canonical
    "scrapy.spidermiddlewares.depth.DepthMiddleware",  # depth here is that of related reading, kept by the store
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",  # no request here is made of another's meta
)
SPIDER_MIDDLEWARES = {
    "gmw_crawler.middlewares.bugs.BugMiddleware": 10,  # an article that breaks a callback is a failed visit
}
DOWNLOAD_HANDLERS = {  # default HTTP11DownloadHandler: ours is that, and checks certificates for what a browser runs
    "http": "gmw_crawler.render.downloads.RenderingDownloadHandler",
    "https": "gmw_crawler.render.downloads.RenderingDownloadHandler",
}
ITEM_PIPELINES = {  # Page, NotModified or Refusal in; Record out
    "gmw_crawler.pipelines.dedupe.DedupePipeline": 100,  # first: what was met before is not split
    "gmw_crawler.pipelines.split.SplitPipeline": 200,
    "gmw_crawler.pipelines.render.RenderPipeline": 250,  # after split, which tells whether lists are missing
    "gmw_crawler.pipelines.check.CheckPipeline": 300,  # before store: what is doubtful is counted
    "gmw_crawler.pipelines.store.StorePipeline": 400,  # last: an article is known when it is committed
}
EXTENSIONS_BASE = _without(
    default_settings.EXTENSIONS_BASE,
    "scrapy.extensions.telnet.TelnetConsole",  # see TELNETCONSOLE_ENABLED
    "scrapy.extensions.remote_control.RemoteControl",  # see REMOTE_CONTROL_ENABLED
    "scrapy.extensions.memdebug.MemoryDebugger",  # for who debugs
    "scrapy.extensions.spiderstate.SpiderState",  # of JOBDIR, which is not used: the store is the frontier
)
EXTENSIONS = {
    "gmw_crawler.extensions.health.HealthExtension": 0,  # before the run writes its verdict, which is of health too
    "gmw_crawler.extensions.run.RunExtension": 1,  # first: without a store, no feed is opened
    "gmw_crawler.extensions.stop.StopExtension": 2,
    "gmw_crawler.extensions.progress.ProgressExtension": 800,  # ends its display before the summary is written
    "gmw_crawler.extensions.summary.SummaryExtension": 900,
}

# ---------------------------------------------------------------- output

FEED_EXPORT_ENCODING = "utf-8"  # default None: JSON would escape every Chinese character
LOG_LEVEL = "INFO"  # default "DEBUG": 13 % slower, and a page of log an article
LOG_FORMATTER = "gmw_crawler.logs.ShortLogFormatter"  # default LogFormatter: dumps whole items
LOGSTATS_INTERVAL = 0  # default 60: the summary says it once
STATS_CLASS = "gmw_crawler.stats.PlainStatsCollector"  # default MemoryStatsCollector: ours is that, and costs little
STATS_DUMP = False  # default True: the summary is for people, the store keeps the numbers

GMW_NAMES: Final = tuple(sorted(name for name in dir() if name.startswith("GMW_")))
"""Every setting of our own."""

globals().update({name: os.environ[name] for name in GMW_NAMES if name in os.environ})
