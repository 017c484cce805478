"""The call for talks: proposed from anywhere, decided by the committee, told in a letter."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.network.settings import setting
from chytalnia.programmes import services as programmes
from chytalnia.seminars.errors import NotNow
from chytalnia.seminars.models import Seminar, Talk


@transaction.atomic
def propose(
    *, seminar: Seminar, title: str, speaker: str, email: str, key: uuid.UUID | None = None, **fields: Any
) -> Talk:
    """Take a proposal; the same `key` is the same one. Raises NotNow when the call is closed."""
    if key is not None and (known := Talk.objects.filter(key=key).first()):
        return known
    if not seminar.takes_talks():
        raise NotNow(_("Talks are not taken any more."))
    try:
        with transaction.atomic():
            made = Talk.objects.create(
                seminar=seminar, stage="sent", title=title, speaker=speaker, email=email, key=key, **fields
            )
    except IntegrityError:
        # Pressed twice: the other press was a moment earlier.
        return Talk.objects.get(key=key)
    _tell(made, "sent", lambda: (
        _("Your talk has arrived: %(title)s") % {"title": made.title},
        _("Thank you. The programme committee reads it and writes to you. Here you see how it stands, and may withdraw it:"),
    ))  # fmt: skip
    return made


def _locked(talk: Talk) -> Talk:
    return Talk.objects.select_for_update(of=("self",)).select_related("seminar__occasion__unit").get(pk=talk.pk)


@transaction.atomic
def decide(*, talk: Talk, accept: bool, by: Any = None, why: str = "") -> Talk:
    """Accept a talk into the programme, or decline it. Told once, however often it is pressed."""
    talk = _locked(talk)
    wanted = "accepted" if accept else "declined"
    if talk.stage == wanted:
        return talk
    talk.move("accept" if accept else "decline", by=by, note=why)
    _tell(talk, wanted, lambda: (
        _("Your talk is in the programme: %(title)s") % {"title": talk.title} if accept
        else _("Your talk could not be taken: %(title)s") % {"title": talk.title},
        _("The committee has accepted your talk. The hour and the hall stand on this page as soon as they are set:")
        if accept else _("There are more talks than hours. The committee thanks you and is glad to see you among those who listen."),
    ), why)  # fmt: skip
    audit.log(f"seminars.{wanted}", by=by, about=talk, unit=talk.seminar.occasion.unit, note=why)
    return talk


@transaction.atomic
def ask(*, talk: Talk, question: str, by: Any = None) -> Talk:
    """Ask the author something; the answer comes back to the committee."""
    talk = _locked(talk)
    talk.move("ask", by=by, note=question)
    talk.asked, talk.answered = question, ""
    talk.save(update_fields=["asked", "answered"])
    _tell(talk, f"asked:{timezone.now():%Y%m%d%H%M%S%f}", lambda: (
        _("A question about your talk: %(title)s") % {"title": talk.title},
        _("The committee asks you something before it decides. Answer on this page:"),
    ), question)  # fmt: skip
    audit.log("seminars.asked", by=by, about=talk, unit=talk.seminar.occasion.unit)
    return talk


@transaction.atomic
def answer(*, talk: Talk, text: str) -> Talk:
    """The author answers the committee. Raises NotNow when nothing is asked."""
    talk = _locked(talk)
    if talk.stage != "asked":
        raise NotNow(_("Nothing is asked any more."))
    talk.move("answer")
    talk.answered = text
    talk.save(update_fields=["answered"])
    return talk


@transaction.atomic
def withdraw(*, talk: Talk, by: Any = None) -> Talk:
    """The author, or the library for the author, takes a talk back; its hour in the grid is free again."""
    talk = _locked(talk)
    if talk.stage in ("withdrawn", "declined"):
        return talk
    if talk.seminar.occasion.ends_at <= timezone.now():
        raise NotNow(_("The seminar is over."))
    talk.move("withdraw", by=by)
    talk.hall, talk.starts_at, talk.ends_at = "", None, None
    talk.save(update_fields=["hall", "starts_at", "ends_at"])
    audit.log("seminars.withdrawn", by=by, about=talk, unit=talk.seminar.occasion.unit)
    return talk


def _tell(talk: Talk, what: str, words: Any, more: str = "") -> None:
    """A letter to the author, in the author's language."""
    occasion = talk.seminar.occasion
    language = talk.language or setting(occasion.unit, "network.language") or settings.LANGUAGE_CODE
    with translation.override(language):
        subject, text = words()
        address = settings.PUBLIC_URL + reverse("seminars:own", args=[talk.token])
        greeting = _("Dear %(name)s!") % {"name": talk.speaker}
        body = "\n\n".join(part for part in (greeting, f"«{talk.seminar}»", text, more, address) if part)
    programmes.write_to(
        occasion=occasion, key=f"talk:{talk.pk}:{what}", name=talk.speaker, email=talk.email, phone=talk.phone,
        language=language, subject=subject, text=body,
    )  # fmt: skip
