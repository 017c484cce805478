"""Addresses of the room, under the language."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.views.generic import RedirectView

from .nonstop import showing as nonstop
from .views import calendar, door, event, formats, programme, ticket

app_name = "programmes"
urlpatterns: list[Any] = [
    path("calendar", calendar.page, name="calendar"),
    path("calendar/", RedirectView.as_view(pattern_name="programmes:calendar", permanent=True, query_string=True)),
    path("calendar.ics", calendar.ics, name="ics"),
    path("calendar.rss", calendar.rss, name="rss"),
    path("events/<int:pk>/", event.page, name="occasion"),
    path("events/<int:pk>.ics", event.ics, name="occasion_ics"),
    path("events/<int:pk>/now", nonstop.now, name="nonstop_now"),
    path("events/ticket/<str:token>/", ticket.page, name="ticket"),
    path("events/door/sw.js", door.worker, name="door_worker"),
    path("events/door/", door.shell, name="door_shell"),
    path("events/door/<str:token>/", door.volunteer, name="door"),
    path("events/door/<str:token>/act", door.volunteer_act, name="door_act"),
    path("programmes/<int:pk>/", programme.page, name="programme"),
    path("programmes/<int:pk>.ics", programme.ics, name="programme_ics"),
    path("formats/", formats.gallery, name="formats"),
    path("formats/<slug:code>/", formats.card, name="format"),
]
