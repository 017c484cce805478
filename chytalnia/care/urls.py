"""Addresses of the room, under the language."""

from django.urls import URLPattern, URLResolver, path

from .views import public

app_name = "care"
urlpatterns: list[URLPattern | URLResolver] = [
    path("care/", public.home, name="home"),
    path("care/<int:pk>/apply/", public.apply, name="apply"),
    path("care/child/<int:pk>/", public.child, name="child"),
]
