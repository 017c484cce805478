"""A word to the head when somebody guessed at a PIN; to the parent when the child has come and when it was given over, where the
library wants it so. Without the child's name: letters lie in boxes that others open too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.care.models import Place, Session
from chytalnia.core.models import LetterState
from chytalnia.core.words import clock
from chytalnia.network.settings import setting
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Letter

#: How keys of these letters begin, by which they are found and forgotten.
KEY = "care:"


def tell_parent(*, session: Session, place: Place) -> Letter | None:
    """Say that the child has come, or was given over, as the place stands now. Each is said once."""
    application, occasion = place.application, session.occasion
    if application is None or not application.email or not setting(occasion.unit, "care.tell_parents"):
        return None
    usual = setting(occasion.unit, "network.language") or settings.LANGUAGE_CODE
    gone = place.left_at is not None
    with translation.override(application.language or usual):
        subject, said = _said(place, occasion)
        text = "\n\n".join([_("Dear %(name)s!") % {"name": application.guardian_name}, said, _where(occasion)])
    return programmes.write_to(
        occasion=occasion, key=f"{KEY}{place.pk}:{'out' if gone else 'in'}", name=application.guardian_name,
        email=application.email, language=application.language, subject=subject, text=text,
    )  # fmt: skip


def untell_parent(*, session: Session, place: Place) -> None:
    """The child had not come after all: a letter that waits goes, after one that has left another follows."""
    key = f"{KEY}{place.pk}:in"
    application, occasion = place.application, session.occasion
    letter = Letter.objects.filter(key=key).first()
    if letter is None or application is None:
        return
    if letter.state == LetterState.QUEUED:
        letter.delete()
        return
    letter.key = f"{key}:{letter.pk}"
    letter.save(update_fields=["key"])
    with translation.override(letter.language):
        text = "\n\n".join(
            [_("Dear %(name)s!") % {"name": application.guardian_name},
             _("We wrote that your child has come. That was a mistake at the door: your child is not here yet."), _where(occasion)]
        )  # fmt: skip
        subject = _("A mistake at the door")
    programmes.write_to(
        occasion=occasion, key=f"{KEY}{place.pk}:back:{letter.pk}", name=application.guardian_name, email=application.email,
        language=letter.language, subject=subject, text=text,
    )  # fmt: skip


def tell_heads(*, session: Session, place: Place, tries: int) -> None:
    """Write to those who head the library that somebody guessed at the PIN of a child. Once a place."""
    occasion = session.occasion
    heads = User.objects.filter(
        is_active=True, role_grants__unit__path__in=occasion.unit.lineage, role_grants__role=Role.BRANCH_HEAD
    ).exclude(email="")
    for head in heads.distinct():
        with translation.override(
            head.language or setting(occasion.unit, "network.language") or settings.LANGUAGE_CODE
        ):
            said = ngettext(
                "At the pick-up of child № %(number)d, %(n)d wrong PIN or code word was tried today. The child was not given"
                " over; only a document counts until the evening.",
                "At the pick-up of child № %(number)d, %(n)d wrong PINs or code words were tried today. The child was not given"
                " over; only a document counts until the evening.",
                tries,
            ) % {"number": place.number, "n": tries}
            programmes.write_to(
                occasion=occasion, key=f"{KEY}{place.pk}:tries:{head.pk}", name=head.get_full_name(), email=head.email,
                language=head.language, subject=_("Somebody guessed at a pick-up PIN"), text=f"{said}\n\n{_where(occasion)}",
            )  # fmt: skip


def _said(place: Place, occasion: Any) -> tuple[str, str]:
    if place.left_at is None:
        at = place.came_at.astimezone(occasion.clock) if place.came_at else occasion.begins
        said = _("Your child is with us since %(time)s. We call you at once if anything happens.")
        return _("Your child has come to the library"), said % {"time": clock(at.time())}
    said = _("Your child was given over at %(time)s: %(way)s. If you do not know of it, call the library at once.")
    told = {"time": clock(place.left_at.astimezone(occasion.clock).time()), "way": place.get_way_display()}
    return _("Your child has left the library"), said % told


def _where(occasion: Any) -> str:
    phone = next((each.value for each in occasion.unit.contacts.all() if each.kind == "phone"), "")
    return "\n".join(part for part in (str(occasion.unit), str(occasion.unit.address), phone) if part)


def forget_letters(session: Session) -> None:
    """Delete these letters, which hang on no enrolment."""
    Letter.objects.filter(occasion=session.occasion, key__startswith=KEY).delete()
