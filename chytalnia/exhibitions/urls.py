"""Addresses of the room, under the language."""

from django.urls import path

from . import views

app_name = "exhibitions"
urlpatterns = [
    path("exhibitions/", views.index, name="index"),
    path("exhibitions/<int:pk>/", views.exhibition, name="exhibition"),
    path("exhibitions/open/<int:pk>/", views.opened, name="open"),
]
