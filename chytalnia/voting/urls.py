"""Addresses of the room, under the language."""

from django.urls import path

from .views import ballot, nominate, public

app_name = "voting"
urlpatterns = [
    path("elections/", public.elections, name="elections"),
    path("elections/how-secret/", public.how_secret, name="how_secret"),
    path("elections/<slug:slug>/", public.election, name="election"),
    path("elections/<slug:slug>/candidates/<int:pk>/", public.candidate, name="candidate"),
    path("elections/<slug:slug>/nominate/", nominate.nominate, name="nominate"),
    path("elections/<slug:slug>/turnout/", public.turnout, name="turnout"),
    path("elections/<slug:slug>/vote/", ballot.vote, name="vote"),
    path("elections/<slug:slug>/code/", ballot.by_code, name="code"),
    path("elections/<slug:slug>/kiosk/", ballot.kiosk, name="kiosk"),
    path("elections/<slug:slug>/receipt/", public.receipt, name="receipt"),
    path("elections/<slug:slug>/list/", public.listed, name="list"),
    path("elections/<slug:slug>/ballots.json", public.ballots_file, name="file"),
    path("elections/<slug:slug>/protocol.pdf", public.protocol, name="protocol"),
]
