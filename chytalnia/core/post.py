"""The post: letters that wait in the queues of rooms leave by e-mail.

    post.add(Letter)  # in ready(); of a core.models.Posted, those wait that are "queued" and have an address

    post.write(key="trailers:7:published", to=user, language="uk", subject=…, text=…)  # a room without a queue of its own

A letter is taken by one worker for some minutes, and by the next if that one dies with it in hand. So each goes out at least
once, and twice only when a worker is killed between the yes of the mail server and our note of it; both then carry the same
Message-ID, by which programs for mail know a repeated one.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Letter, Posted

logger = logging.getLogger(__name__)

#: Letters of a queue in one round, so that a great many of one room do not keep the others waiting.
MOST = 200
#: How long a worker may have a letter in hand; how long until a failed one is tried again, four times as long each time.
IN_HAND, AGAIN = timedelta(minutes=10), timedelta(minutes=5)
MOST_TRIES = 5
KEPT = timedelta(days=90)

_queues: list[type[Posted]] = []


def add(model: type[Posted]) -> None:
    _queues.append(model)


def write(*, key: str, to: Any, language: str, subject: str, text: str) -> None:
    """Let a letter go to an account that has an address; what a key names is told once. In the transaction of the act."""
    if to.email:
        letter = Letter(key=key, to_id=to.pk, email=to.email, language=language, subject=subject[:200], text=text)
        Letter.objects.bulk_create([letter], ignore_conflicts=True)


def forget(*, to_id: int) -> None:
    """Whoever leaves takes their letters along."""
    Letter.objects.filter(to_id=to_id).delete()


def sweep(day: date) -> int:
    """The work of a night: letters that went out, or could not, are kept for three months."""
    old = timezone.make_aware(datetime.combine(day, time.min)) - KEPT
    return int(Letter.objects.exclude(state="queued").filter(made_at__lt=old).delete()[0])


def is_open() -> bool:
    """Whether letters leave at all: a back end that only prints them delivers nothing."""
    return not settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".dummy.EmailBackend"))


def deliver(now: datetime | None = None) -> int:
    """Send what waits and can be sent now; called each minute by the worker. Returns how many went out."""
    if not is_open():
        return 0
    now = now or timezone.now()
    sent = 0
    connection = get_connection()
    for queue in _queues:
        for letter in waiting(queue, now)[:MOST]:
            if not _take(letter, now):
                continue
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as failure:
                logger.warning("The mail server cannot be reached: %s. Letters wait", failure)
                _mine(letter).update(not_before=None)
                return sent
            sent += _send(letter, connection)
    connection.close()
    return sent


def _free(now: datetime) -> Q:
    return Q(not_before=None) | Q(not_before__lte=now)


def waiting(queue: type[Posted], now: datetime) -> QuerySet[Any]:
    """What may leave now; letters without an address are left to people who call."""
    rows = queue._default_manager.filter(_free(now), state="queued")
    return rows.exclude(email="").order_by("made_at", "pk")


def _mine(letter: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = type(letter)._default_manager.filter(pk=letter.pk, state="queued")
    return rows


def _take(letter: Any, now: datetime) -> bool:
    """Whether it is ours: of several workers one changes the row."""
    return bool(_mine(letter).filter(_free(now)).update(not_before=timezone.now() + IN_HAND))


def _send(letter: Any, connection: Any) -> int:
    try:
        _message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        final = code >= 500  # RFC 5321, 4.2.1: five hundred and more is for good
        _failed(letter, said.decode("utf-8", "replace"), final=final)
        return 0
    except (OSError, smtplib.SMTPException, ValueError) as failure:
        connection.close()
        _failed(letter, str(failure), final=isinstance(failure, ValueError))
        return 0
    _mine(letter).update(state="sent", sent_at=timezone.now(), error="", not_before=None)
    return 1


def _failed(letter: Any, said: str, *, final: bool) -> None:
    tries = letter.tries + 1
    given_up = final or tries >= MOST_TRIES
    logger.warning("A letter could not be sent (%s %s): %s", letter._meta.label, letter.pk, said)
    _mine(letter).update(
        tries=tries, error=said[:300], state="failed" if given_up else "queued",
        not_before=None if given_up else timezone.now() + AGAIN * 4 ** (tries - 1),
    )  # fmt: skip


def _message(letter: Any, connection: Any) -> EmailMessage:
    name = hashlib.sha256(f"{letter._meta.label}:{letter.key}".encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{name}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "Content-Language": letter.language,
        # RFC 3834: nobody's absence notice answers it.
        "Auto-Submitted": "auto-generated",
    }
    subject = " ".join(letter.subject.split())
    return EmailMessage(subject, letter.text, to=[letter.email], headers=headers, connection=connection)
