"""Addresses of the room, under the language."""

from django.urls import path

from .views import own, public

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", public.campaigns, name="campaigns"),
    path("campaigns/books/", own.books, name="books"),
    path("campaigns/diploma/<slug:code>/", public.diploma, name="diploma"),
    path("campaigns/<slug:slug>/", public.campaign, name="campaign"),
    path("campaigns/<slug:slug>/total/", public.total, name="total"),
    path("campaigns/<slug:slug>/rules/", public.rules_page, name="rules"),
    path("campaigns/<slug:slug>/rules.pdf", public.rules_pdf, name="rules_pdf"),
    path("campaigns/<slug:slug>/league/", public.league, name="league"),
    path("campaigns/<slug:slug>/libraries/", public.libraries, name="libraries"),
    path("campaigns/<slug:slug>/libraries/<slug:code>/", public.library, name="library"),
    path("campaigns/<slug:slug>/draw/", public.draw, name="draw"),
    path("campaigns/<slug:slug>/draw.json", public.draw_file, name="draw_file"),
    path("campaigns/<slug:slug>/join/", own.join, name="join"),
    path("my/marathons/", own.mine, name="mine"),
    path("my/marathons/<int:pk>/", own.own, name="own"),
    path("my/marathons/<int:pk>/wish/", own.wish, name="wish"),
    path("my/marathons/<int:pk>/diploma.pdf", own.diploma, name="own_diploma"),
    path("my/marathons/<int:pk>/parts/<int:part>/", own.collect, name="collect"),
    path("my/marathons/lines/<int:pk>/", own.line, name="line"),
    path("my/marathons/lines/<int:pk>/remove/", own.remove, name="remove"),
]
