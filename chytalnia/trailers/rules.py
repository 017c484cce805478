"""Who may touch a trailer, and what still keeps it from being rendered or shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.people import rules

from .models.scene import CLEARED, PictureKind, Rights, Scene
from .models.trailer import CREDITS_SECONDS, MAKE, MOST_SECONDS, PUBLISH, Music, Origin, Trailer

VIEW = "trailers.view"
CONTEST = "trailers.contest"
#: What may be brought, by its purpose: three minutes of the best a phone films; a picture that may come nearer in full HD.
MOST_BYTES = {
    "trailers.film": 600 << 20, "trailers.picture": 20 << 20, "trailers.voice": 20 << 20, "trailers.music": 40 << 20,
}  # fmt: skip


def may_edit(user: Any, trailer: Trailer) -> bool:
    """Whoever began it, whoever is named among its makers with an account, and staff of its library."""
    if not getattr(user, "is_authenticated", False):
        return False
    if trailer.made_by_id == user.pk or rules.may(user, MAKE, trailer.unit):
        return True
    return trailer.makers.filter(user=user).exists()


def may_see(user: Any, trailer: Trailer) -> bool:
    return trailer.is_shown or may_edit(user, trailer) or rules.may(user, VIEW, trailer.unit)


def may_publish(user: Any, trailer: Trailer) -> bool:
    return rules.may(user, PUBLISH, trailer.unit)


def room_left(trailer: Trailer) -> Decimal:
    """Seconds that scenes may still take, with the last frame counted."""
    return Decimal(MOST_SECONDS - CREDITS_SECONDS) - trailer.seconds


def missing(trailer: Trailer) -> list[str]:
    """What of rights is not said yet, each as a sentence that names the picture."""
    told: list[str] = []
    if trailer.origin == Origin.UPLOAD:
        if not trailer.film_rights or (trailer.film_rights in CLEARED and not trailer.film_note.strip()):
            told.append(_("Say whose the film is and by what right it is shown."))
        if not trailer.film_people:
            told.append(_("Say that those who are filmed, or the parents of children, agreed to be shown."))
        return told
    for scene in trailer.scenes.all():
        told += missing_of(scene)
    if trailer.music == Music.OWN:
        if not trailer.music_rights:
            told.append(_("The rights of the music are not recorded."))
        elif trailer.music_rights in CLEARED and not trailer.music_note.strip():
            told.append(_("Say whose music it is and where it comes from."))
    return told


def missing_of(scene: Scene) -> list[str]:
    """The same for the picture of one scene: cards are ours, a cover belongs to the book."""
    if scene.kind != PictureKind.FILE:
        return []
    told = []
    if not scene.rights:
        told.append(_("Scene %(number)s: the rights of the picture are not recorded.") % {"number": scene.number})
    elif scene.rights in CLEARED and not scene.rights_note.strip():
        told.append(_("Scene %(number)s: say whose picture it is and where it comes from.") % {"number": scene.number})
    if scene.has_people and not scene.people_agreed:
        told.append(
            _("Scene %(number)s: the people on the picture have not agreed to be shown.") % {"number": scene.number}
        )
    return told


def unready(trailer: Trailer) -> str:
    """Why a trailer cannot be rendered yet; empty when it can."""
    if trailer.origin == Origin.UPLOAD:
        return ""
    if not trailer.scenes.exists():
        return _("There is no scene yet. Write at least one.")
    if trailer.seconds > MOST_SECONDS - CREDITS_SECONDS:
        return too_long(trailer.seconds)
    return ""


def too_long(seconds: Decimal) -> str:
    return _(
        "The scenes take %(seconds)s seconds. A trailer is three minutes long at most, and the last frame with book and makers "
        "takes %(credits)s of them: make some scenes shorter."
    ) % {"seconds": seconds.normalize().to_eng_string(), "credits": CREDITS_SECONDS}


__all__ = ["CONTEST", "MAKE", "MOST_BYTES", "PUBLISH", "VIEW", "Rights", "may_edit", "may_publish", "may_see", "missing", "missing_of",
           "room_left", "too_long", "unready"]  # fmt: skip
