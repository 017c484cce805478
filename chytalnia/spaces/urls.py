"""Addresses of the room, under the language."""

from django.urls import path

from .views import doors, own, plans, spaces

app_name = "spaces"
urlpatterns = [
    path("libraries/<slug:code>/plan/", plans.plan, name="plan"),
    path("libraries/<slug:code>/rooms/", spaces.spaces, name="spaces"),
    path("rooms/<int:pk>/", spaces.space, name="space"),
    path("rooms/door/<str:token>/", doors.door, name="door"),
    path("my/rooms/", own.mine, name="mine"),
    path("my/rooms/<int:pk>/cancel/", own.give_up, name="give_up"),
]
