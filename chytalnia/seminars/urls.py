"""Addresses of the room, under the language."""

from __future__ import annotations

from typing import Any

from django.urls import path

from .views import calling, certificate, showing

app_name = "seminars"
urlpatterns: list[Any] = [
    path("seminars/", showing.index, name="index"),
    path("seminars/<int:pk>/", showing.seminar, name="seminar"),
    path("seminars/<int:pk>/programme.pdf", showing.programme_pdf, name="programme_pdf"),
    path("seminars/<int:pk>/call/", calling.call, name="call"),
    path("seminars/talks/<int:pk>/", showing.talk, name="talk"),
    path("seminars/own/<str:token>/", calling.own, name="own"),
    path("seminars/certificate/<str:number>/", certificate.page, name="certificate"),
    path("seminars/certificate/<str:number>.pdf", certificate.printed, name="certificate_pdf"),
]
