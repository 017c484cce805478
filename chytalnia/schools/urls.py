"""Addresses of the room, under the language."""

from __future__ import annotations

from typing import Any

from django.urls import path

from . import views

app_name = "schools"
urlpatterns: list[Any] = [
    path("schools/", views.index, name="index"),
    path("schools/mine/<int:pk>/", views.mine, name="mine"),
    path("schools/mine/<int:pk>/certificate.pdf", views.certificate_pdf, name="certificate"),
    path("schools/handout/<int:pk>/", views.handout, name="handout"),
    path("schools/certificate/<str:number>/", views.check, name="check"),
]
