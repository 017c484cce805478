"""Addresses of the room, under the language."""

from django.urls import path

from .views import data, finding, following, mine, registering, showing

app_name = "bookcrossing"
urlpatterns = [
    path("bookcrossing/", showing.home, name="home"),
    path("bookcrossing/road/", showing.road, name="road"),
    path("bookcrossing/books/<int:pk>/", showing.journey, name="journey"),
    path("bookcrossing/find/", finding.number, name="number"),
    path("bookcrossing/find/<slug:number>/", finding.find, name="find"),
    path("bookcrossing/step/<uuid:key>/", finding.step, name="step"),
    path("bookcrossing/release/<slug:number>/", finding.release, name="release"),
    path("bookcrossing/register/", registering.register, name="register"),
    path("bookcrossing/lookup/", registering.lookup, name="lookup"),
    path("bookcrossing/shelves/", showing.shelves, name="shelves"),
    path("bookcrossing/shelves/<slug:code>/", showing.shelf, name="shelf"),
    path("bookcrossing/rules/", showing.rules, name="rules"),
    path("bookcrossing/games/", showing.games, name="games"),
    path("bookcrossing/games/<int:pk>/", showing.game, name="game"),
    path("bookcrossing/numbers/", showing.numbers, name="numbers"),
    path("bookcrossing/day/<int:year>/", showing.day, name="day"),
    path("bookcrossing/data/", data.about, name="data"),
    path("bookcrossing/data/journeys.csv", data.journeys_csv, name="journeys_csv"),
    path("bookcrossing/data/journeys.json", data.journeys_json, name="journeys_json"),
    path("bookcrossing/data/shelves.json", data.shelves_json, name="shelves_json"),
    path("bookcrossing/map.json", data.map_json, name="map"),
    path("bookcrossing/follow/", following.follow, name="follow"),
    path("bookcrossing/follow/<str:token>/", following.confirm, name="confirm"),
    path("bookcrossing/stop/<str:token>/", following.stop, name="stop"),
    path("bookcrossing/words/<int:pk>/complain/", following.complain, name="complain"),
    path("my/travelling/", mine.mine, name="mine"),
    path("my/travelling/labels.pdf", mine.labels, name="own_labels"),
]
