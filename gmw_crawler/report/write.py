"""The facts as one page: HTML with its style and its plots inside, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from gmw_crawler.report.gather import FIELDS
from gmw_crawler.report.plots import circle_graph, colour, heat_map, stacked_bars

if TYPE_CHECKING:
    from markupsafe import Markup

    from gmw_crawler.report.gather import Facts

CONTENTS: Final = (
    ("days", "By day"),
    ("sources", "Sources"),
    ("people", "People"),
    ("together", "Who with whom"),
    ("pushed", "Most recommended"),
    ("edits", "Silent edits"),
    ("reprints", "Reprints"),
    ("coverage", "Coverage"),
    ("runs", "Runs"),
)

SOURCES: Final = 20
PEOPLE: Final = 30
ROLES: Final = 4
CIRCLE: Final = 24  # people in the graph; more would not be readable
TIES: Final = 40
SERIES: Final = 11  # lists with a colour of their own


def render(facts: Facts, *, store: str, now: str) -> str:
    """Return the page."""
    environment = Environment(
        loader=PackageLoader("gmw_crawler.report", ""), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("page.html.j2")
    return page.render(
        store=store,
        now=now,
        contents=CONTENTS,
        cards=_cards(facts),
        days=facts.last_days(),
        pushed=facts.pushed[:SOURCES],
        edits=facts.edits,
        reprints=[(_titled(facts, one), _titled(facts, other)) for one, other in facts.reprints],
        coverage=_coverage(facts),
        runs=[_Defaulting(run) for run in facts.runs],
        run_plot=_run_plot(facts),
        **_daily(facts),
        **_people(facts),
        **_sources(facts),
    )


class _Defaulting:
    """A run whose missing stats are None rather than an error of the template."""

    def __init__(self, run: Any) -> None:
        self.number, self.spider, self.started = run.number, run.spider, run.started
        self.verdict, self.reason = run.verdict, run.reason
        self.stats = {"health/breaches": None, "store/stored": 0, "store/refused": 0, "store/failed": 0, **run.stats}


def _cards(facts: Facts) -> list[tuple[str, int]]:
    counts = facts.summary["counts"]
    waiting = sum(facts.summary["frontier"]["waiting_by_depth"].values())
    return [
        ("articles", facts.articles),
        ("revisions", counts["revisions"]),
        ("reprints", counts["reprints"]),
        ("people credited", len(facts.people)),
        ("sources", len(facts.sources)),
        ("links seen", counts["links"]),
        ("waiting", waiting),
    ]


def _daily(facts: Facts) -> dict[str, Any]:
    days = facts.last_days()
    shown = set(days)
    totals: dict[str, int] = {}
    for (day, listing), count in facts.days.items():
        if day in shown:
            totals[listing] = totals.get(listing, 0) + count
    names = sorted(totals, key=lambda name: -totals[name])
    series = {name: [facts.days[day, name] for day in days] for name in names[:SERIES]}
    if rest := names[SERIES:]:
        series["other lists"] = [sum(facts.days[day, name] for name in rest) for day in days]
    listings = [(name, colour(index)) for index, name in enumerate(series)]
    return {"listings": listings, "daily": stacked_bars(days, series, name="Articles a day by list") if series else ""}


def _sources(facts: Facts) -> dict[str, Any]:
    return {"sources": facts.sources.most_common(SOURCES), "more_sources": max(0, len(facts.sources) - SOURCES)}


def _people(facts: Facts) -> dict[str, Any]:
    people = [(name, count, facts.roles[name].most_common(ROLES)) for name, count in facts.people.most_common(PEOPLE)]
    ties = [(one, other, count) for (one, other), count in facts.pairs.most_common(TIES)]
    circle: dict[str, None] = {}
    for one, other, _ in ties:
        if len(circle | {one: None, other: None}) <= CIRCLE:
            circle |= {one: None, other: None}
    edges = {(one, other): count for one, other, count in ties if one in circle and other in circle}
    return {"people": people, "ties": ties, "together": circle_graph(list(circle), edges, name="Who works with whom")}


def _coverage(facts: Facts) -> Markup:
    months = facts.last_months()
    shares = {(name, month): facts.covered[month, name] / facts.months[month] for name in FIELDS for month in months}
    return heat_map(FIELDS, months, shares, name="Coverage of each part by month")


def _run_plot(facts: Facts) -> Markup:
    labels = [f"run {run.number}" for run in facts.runs]
    stored = [int(run.stats.get("store/stored", 0)) for run in facts.runs]
    lost = [int(run.stats.get("store/refused", 0)) + int(run.stats.get("store/failed", 0)) for run in facts.runs]
    return stacked_bars(labels, {"stored": stored, "refused or failed": lost}, name="Runs")


def _titled(facts: Facts, article_id: str) -> tuple[str, str]:
    return facts.titles.get(article_id, (article_id, ""))
