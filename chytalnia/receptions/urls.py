"""Addresses of the room, under the language."""

from django.urls import URLPattern, URLResolver, path

from .views import public

app_name = "receptions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("receptions/", public.home, name="home"),
    path("receptions/<int:pk>/", public.day, name="day"),
    path("receptions/<int:pk>/ticket/", public.ticket, name="ticket"),
    path("receptions/booking/<str:token>/", public.booking, name="booking"),
    path("receptions/calendar/<str:token>.ics", public.calendar, name="calendar"),
]
