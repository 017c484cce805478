"""Rules and explanations, said once for pages, labels and posters."""

from __future__ import annotations

from django.utils.translation import gettext as _


def how_it_works() -> list[tuple[str, str, str]]:
    """Picture, heading and sentence of each step."""
    return [
        ("bookmark-plus", _("Register"), _("A book gets a number and a label: at the library, or by a printed label you were given.")),
        ("map-pin", _("Release"), _("Leave it on a shelf, in a café, on a bench under a roof, and note where.")),
        ("scan-line", _("Find"), _("Whoever finds it points the phone at the code and taps once. No account, no name.")),
        ("book-open", _("Read and pass on"), _("Read it, leave a line if you like, let it travel on. Its journey can be seen.")),
    ]  # fmt: skip


def rules() -> list[str]:
    return [
        _("Release only what is yours: a book with a library's stamp only if it is also stamped as written off."),
        _("A travelling book is clean and whole, and nothing that the law forbids."),
        _("Stick the label inside the cover, and a small one outside, so that nobody thinks the book was lost."),
        _("Good places are shelves, cafés, stations and parks. Airports and guarded places are not."),
        _("Against rain put the book into a clear bag."),
        _("Books for children stand on a children's shelf; books for adults never do."),
        _("Travelling books are not sold."),
        _("When you find one, note it; when you have read it, pass it on."),
    ]


def for_children() -> list[str]:
    return [
        _("Do not write your surname, school, telephone or address. A made-up name is best."),
        _("Do not say where you live: “the park” is enough. The map shows places only to about a kilometre."),
        _("Take a photo of the book, not of yourself or others."),
        _("Nobody from bookcrossing will ask you to come somewhere. If somebody does, tell a grown-up."),
    ]


def label() -> dict[str, str]:
    """What stands on a label, in the language that is active."""
    return {
        "title": _("I am not lost. I travel."),
        "text": _(
            "Point your phone at the code, or type my number at the address below: say that you have found me. Read me, pass me on."
        ),
        "short": _("A free book: read it and pass it on"),
        "number": _("My number"),
    }


def poster() -> dict[str, str]:
    return {
        "title": _("Free books"),
        "lead": _("Take a book. Read it. Let it travel on."),
        "code": _("What stands on this shelf now"),
        "keeper": _("Keeper"),
        "hours": _("Hours"),
    }
