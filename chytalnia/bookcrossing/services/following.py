"""Following a book, a shelf or a region; what followers are told goes into a queue in their own language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.bookcrossing.models import Follow, News, Shelf, Sighting, SightingKind, Traveller
from chytalnia.core.words import day_in_words
from chytalnia.network.models import Unit
from chytalnia.network.paths import lineage

#: Followers who are told in one transaction.
AT_ONCE = 1000
#: Questions that an address gets in a day, so that nobody fills the box of another with them.
QUESTIONS = 3
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def follow(*, thing: Traveller | Shelf | Unit, user: Any = None, email: str = "", language: str = "") -> Follow | None:
    """Follow once. An address gets a letter with a question first, and nothing when it has several to answer already; an account
    needs none."""
    target = {Traveller: "traveller", Shelf: "shelf", Unit: "unit"}[type(thing)]
    language = language if language in _LANGUAGES else settings.LANGUAGE_CODE
    who = {"user": user} if user is not None else {"email": email.strip().lower()}
    found = Follow.objects.filter(**who, **{target: thing}).first()
    if user is None and (found is None or found.confirmed_at is None):
        if _asked_enough(who["email"]):
            return found
        if found is not None:
            _ask(found)
    if found is None:
        try:
            with transaction.atomic():
                found = Follow.objects.create(
                    target=target, **who, **{target: thing}, language=language,
                    confirmed_at=timezone.now() if user is not None else None,
                )  # fmt: skip
        except IntegrityError:
            found = Follow.objects.get(**who, **{target: thing})
        else:
            if user is None:
                _ask(found)
    return found


def confirm(*, token: str) -> Follow | None:
    follow = Follow.objects.filter(token=token).select_related("traveller", "shelf", "unit").first()
    if follow is not None and follow.confirmed_at is None:
        follow.confirmed_at = timezone.now()
        follow.save(update_fields=["confirmed_at"])
    return follow


@transaction.atomic
def stop(*, follow: Follow) -> None:
    Traveller.objects.filter(holder=follow).update(holder=None)
    follow.delete()


def tell(step: Sighting, book: Traveller, after: int = 0) -> int:
    """Queue what followers of the book, of the shelf and of the region are to hear of a step."""
    if step.kind not in (SightingKind.FIND, SightingKind.RELEASE):
        return 0
    paths = set(lineage(book.unit.path))
    if step.shelf is not None:
        paths |= set(lineage(step.shelf.unit.path))
    about = Q(traveller=book) | Q(unit__path__in=paths)
    if step.shelf_id:
        about |= Q(shelf=step.shelf_id)
    followers = Follow.objects.filter(about, confirmed_at__isnull=False, pk__gt=after).select_related("user")
    follows = list(followers.order_by("pk")[:AT_ONCE])
    # One who follows the book and its shelf too hears of it once; an account without an address of mail would stop the queue.
    reached = {(one.user_id or one.email): one for one in follows if one.address}
    letters = [
        letter(one, f"{step.pk}:{one.user_id or one.email}"[:80], *_told(step, book, one.language))
        for one in reached.values()
    ]
    News.objects.bulk_create(letters, ignore_conflicts=True)
    if len(follows) == AT_ONCE:
        _go_on(step.pk, follows[-1].pk)
    return len(letters)


def _go_on(step_pk: int, after: int) -> None:
    """The rest is told by the worker, so that a finder does not wait until a whole region has its letters."""
    from chytalnia.bookcrossing.tasks import tell_the_rest

    transaction.on_commit(lambda: tell_the_rest.enqueue(step_pk, after))


def letter(follow: Follow, key: str, subject: str, text: str) -> News:
    """News that ends with how to hear no more."""
    with translation.override(follow.language):
        stop_at = settings.PUBLIC_URL + reverse("bookcrossing:stop", args=[follow.token])
        text = f"{text}\n\n{_('To hear no more of it: %(address)s') % {'address': stop_at}}"
    return News(
        key=key, follow=follow, email=follow.address, language=follow.language, subject=subject[:200], text=text
    )


def _told(step: Sighting, book: Traveller, language: str) -> tuple[str, str]:
    with translation.override(language):
        about = {"book": book, "shelf": step.shelf, "day": day_in_words(step.at)}
        if step.kind == SightingKind.FIND:
            subject = _("“%(book)s” is found") % about
            said = (
                _("The book was found %(day)s on the shelf “%(shelf)s”.")
                if step.shelf
                else _("The book was found %(day)s.")
            )
        else:
            subject = _("“%(book)s” waits for a finder") % about
            said = (
                _("Since %(day)s it stands on the shelf “%(shelf)s”.")
                if step.shelf
                else _("It was released in the wild %(day)s.")
            )
        return subject, f"{said % about}\n{_journey(book)}"


def _journey(book: Traveller) -> str:
    return _("Its journey: %(address)s") % {"address": settings.PUBLIC_URL + book.get_absolute_url()}


def _asked_enough(email: str) -> bool:
    lately = timezone.now() - timedelta(days=1)
    return Follow.objects.filter(email=email, confirmed_at=None, asked_at__gte=lately).count() >= QUESTIONS


def _ask(follow: Follow) -> None:
    """Once a day at most, however often somebody presses."""
    today = timezone.localdate()
    Follow.objects.filter(pk=follow.pk).update(asked_at=timezone.now())
    with translation.override(follow.language):
        address = settings.PUBLIC_URL + reverse("bookcrossing:confirm", args=[follow.token])
        subject = _("Shall we write to you?")
        said = _("Somebody, we hope you, asked us to tell this address about “%(what)s”. If you want it, open: %(address)s") % {
            "what": follow.thing, "address": address,
        }  # fmt: skip
    News.objects.bulk_create([letter(follow, f"ask:{follow.pk}:{today}", subject, said)], ignore_conflicts=True)


def wake(book: Traveller, day: str) -> bool:
    """Ask the latest holder, or else the owner, what became of a silent book. Returns whether somebody could be asked."""
    holder = book.holder if book.holder and book.holder.confirmed_at else None
    if holder is None and book.reader is not None and book.reader.user is not None:
        holder = follow(thing=book, user=book.reader.user, language=book.reader.language)
    if holder is None or not holder.address:
        return False
    with translation.override(holder.language):
        subject = _("How is “%(book)s”?") % {"book": book}
        said = _(
            "Nothing was heard of this book since %(day)s. If you have it, leave a line; if you have read it, let it go on."
        ) % {"day": day_in_words(book.last_at)}
        text = f"{said}\n{_journey(book)}"
    News.objects.bulk_create([letter(holder, f"wake:{book.pk}:{day}", subject, text)], ignore_conflicts=True)
    return True
