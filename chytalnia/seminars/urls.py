"""Addresses of the room, under the language."""

from django.urls import URLPattern, URLResolver

app_name = "seminars"
urlpatterns: list[URLPattern | URLResolver] = []
