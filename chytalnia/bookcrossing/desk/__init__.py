"""The room at the desk: addresses and the entry of the menu."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.people.shell import RightItem


def menu_item() -> MenuItem:
    return RightItem(
        "bookcrossing.view", _("Bookcrossing"), reverse("desk_bookcrossing:home"), name="bookcrossing", icon_name="redirect",
        order=40,
    )  # fmt: skip


def urls() -> list[URLPattern]:
    from . import books, shelves, words

    return [
        path("", books.home, name="home"),
        path("board/", books.Board.as_view(), name="board"),
        path("new/", books.add, name="add"),
        path("labels/", books.labels, name="labels"),
        path("labels/sheet.pdf", books.sheet, name="sheet"),
        path("free/", books.free, name="free"),
        path("books/<int:pk>/", books.book, name="book"),
        path("books/<int:pk>/edit/", books.edit, name="edit"),
        path("books/<int:pk>/move/", books.move, name="move"),
        path("books/<int:pk>/take-in/", books.take_in, name="take_in"),
        path("books/<int:pk>/label.pdf", books.label, name="label"),
        path("words/", words.words, name="words"),
        path("words/move/", words.move_many, name="words_move_many"),
        path("words/<int:pk>/move/", words.move, name="words_move"),
        path("steps/<int:pk>/strike/", words.strike, name="strike"),
        path("shelves/", shelves.shelves, name="shelves"),
        path("shelves/new/", shelves.shelf_form, name="shelf_add"),
        path("shelves/<int:pk>/", shelves.shelf_form, name="shelf_edit"),
        path("shelves/<int:pk>/poster-<str:language>.pdf", shelves.poster, name="poster"),
        path("shelves/<int:pk>/check/", shelves.check, name="check"),
        path("games/", shelves.games, name="games"),
        path("games/new/", shelves.game_form, name="game_add"),
        path("games/<int:pk>/", shelves.game_form, name="game_edit"),
    ]
