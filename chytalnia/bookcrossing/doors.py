"""The short address on labels and shelves, without a language: the phone's own is taken."""

from django.urls import path

from .views import finding, showing

urlpatterns = [
    path("b/<slug:number>", finding.door, name="crossing_door"),
    path("b/shelf/<slug:code>", showing.shelf_door, name="crossing_shelf_door"),
]
