"""Addresses of the desk about readers, under `desk/readers/`."""

from django.urls import path

from .views import desk, merging, printing, reader, texts

urlpatterns = [
    path("", desk.listing, name="list"),
    path("new/", desk.new, name="new"),
    path("new/twins/", desk.twins, name="twins"),
    path("new/group/", desk.group, name="group"),
    path("cards/", printing.cards, name="cards"),
    path("merge/", merging.merge, name="merge"),
    path("merge/decide/", merging.decide, name="decide"),
    path("merge/<int:pk>/undo/", merging.undo, name="unmerge"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:kind>/", texts.text, name="text"),
    path("<int:pk>/", reader.reader, name="reader"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/renew/", desk.renew, name="renew"),
    path("<int:pk>/confirm/", desk.confirm, name="confirm"),
    path("<int:pk>/card.pdf", printing.card, name="card"),
    path("<int:pk>/data.json", reader.exported, name="export"),
    path("<int:pk>/act/<slug:name>/", reader.act, name="act"),
]
