"""What stands in the bar at the top of every page: a new page is one more line."""

from __future__ import annotations

from dragoman.web.answers import templates

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("/events", "Events"),
    ("/statements", "Statements"),
    ("/agreements", "Agreements"),
    ("/actors", "Actors"),
    ("/incidents", "Incidents"),
    ("/stories", "Stories"),
    ("/timeline", "Timeline"),
    ("/dyads", "Dyads"),
    ("/map", "Map"),
    ("/review", "Review"),
    ("/about", "About"),
)
templates.globals["navigation"] = NAVIGATION
