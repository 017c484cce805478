"""Letters to those who made a trailer: it came back, it is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.core import post
from chytalnia.people.models import User
from chytalnia.people.readers import queries as readers
from chytalnia.trailers.models import Trailer


def returned(trailer: Trailer, *, by: Any, note: str) -> None:
    """What the librarian asks to be mended, and where."""

    def written() -> tuple[str, str]:
        place = settings.PUBLIC_URL + reverse("trailers:open", args=[trailer.pk])
        told = [
            _("The librarian of %(library)s has looked at your trailer “%(title)s” and gives it back to be mended.")
        ]
        if note.strip():
            told.append(_("The librarian writes: %(note)s"))
        told.append(_("Everything you made is kept. Mend it here and send it again: %(place)s"))
        return _("Your trailer “%(title)s” comes back to be mended"), _letter(
            told, trailer, note=note.strip(), place=place
        )

    _tell(trailer, by, f"returned:{timezone.now().isoformat()}", written)


def published(trailer: Trailer, *, by: Any) -> None:
    def written() -> tuple[str, str]:
        place = settings.PUBLIC_URL + trailer.get_absolute_url()
        told = [
            _("Your trailer “%(title)s” is shown now: at its book, in the gallery and on the page of %(library)s."),
            _("Watch it and give the address to friends: %(place)s"),
        ]
        return _("Your trailer “%(title)s” is shown"), _letter(told, trailer, place=place)

    _tell(trailer, by, f"published:{timezone.now().isoformat()}", written)


def _letter(told: list[str], trailer: Trailer, **more: str) -> str:
    return "\n\n".join(told) % {"title": trailer.title, "library": str(trailer.unit), **more}


def _tell(trailer: Trailer, by: Any, what: str, written: Callable[[], tuple[str, str]]) -> None:
    """To whoever began it and to makers with an account, each in their language; not to whoever did it themselves."""
    who = User.objects.filter(is_active=True).exclude(email="").exclude(pk=getattr(by, "pk", None) or 0)
    makers = trailer.makers.exclude(user=None).values("user")
    for user in (who.filter(pk=trailer.made_by_id or 0) | who.filter(pk__in=makers)).distinct():
        reader = readers.of_account(user)
        language = (reader.language if reader else "") or user.language or trailer.language
        with translation.override(language):
            subject, text = written()
        post.write(
            key=f"trailers:{trailer.pk}:{what}:{user.pk}", to=user, language=language,
            subject=subject % {"title": trailer.title}, text=text,
        )  # fmt: skip
