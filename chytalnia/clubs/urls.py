"""Addresses of the room, under the language."""

from __future__ import annotations

from typing import Any

from django.urls import path

from . import views

app_name = "clubs"
urlpatterns: list[Any] = [
    path("clubs/", views.index, name="index"),
    path("clubs/<int:pk>/join", views.join, name="join"),
    path("clubs/<int:pk>/leave", views.leave, name="leave"),
    path("clubs/<int:pk>/want", views.want, name="want"),
]
