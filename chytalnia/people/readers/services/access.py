"""The reader's own account: opened from home with the card, signed in to like any account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chytalnia.core.partial import same_letters
from chytalnia.people import rules
from chytalnia.people.errors import NoSuchCodeError, NotActiveError
from chytalnia.people.models import Reader, User
from chytalnia.people.readers import queries

from .trail import log

#: How long a code that the desk gave opens an account.
CODE_LIVES = timedelta(days=7)


def _hashed(reader: Reader, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"code:{reader.pk}:{code}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def offer_code(*, reader: Reader, by: Any = None) -> str:
    """A code of eight figures with which the reader opens the account from home; only its hash is kept.

    Raises NotActiveError, for a child too: a child's books are looked after through the parent's account.
    """
    if not reader.is_active or queries.is_child(reader):
        raise NotActiveError
    code = f"{secrets.randbelow(10**8):08d}"
    reader.access_code, reader.access_code_until = _hashed(reader, code), timezone.now() + CODE_LIVES
    reader.save(update_fields=["access_code", "access_code_until", "changed_at"])
    log("people.offer_code", reader, by=by)
    return code


@transaction.atomic
def open_with_code(*, number: str, birth_date: date, code: str) -> User:
    """The account of the card's reader, opened with a code of the desk, which is used up. The owner sets a password next.

    Raises NoSuchCodeError, the same for everything that does not fit.
    """
    reader = _fitting(number, birth_date)
    fits = hmac.compare_digest(reader.access_code, _hashed(reader, code.strip()))
    if not fits or reader.access_code_until is None or reader.access_code_until < timezone.now():
        raise NoSuchCodeError
    reader.access_code, reader.access_code_until = "", None
    reader.save(update_fields=["access_code", "access_code_until", "changed_at"])
    user = _account(reader, number)
    # A password that was forgotten opens nothing any more.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def open_by_letter(*, number: str, birth_date: date, email: str) -> User:
    """The account of the card's reader, to whose known address a letter may go. Nothing is opened by it alone: the way to
    a password is in the letter. Raises NoSuchCodeError when the address is not the one the desk wrote down."""
    reader = _fitting(number, birth_date)
    if not reader.email or reader.email.casefold() != email.strip().casefold():
        raise NoSuchCodeError
    return _account(reader, number)


def _fitting(number: str, birth_date: date) -> Reader:
    reader = queries.by_card(number)
    if reader is None or reader.birth_date != birth_date or not reader.is_active or queries.is_child(reader):
        raise NoSuchCodeError
    return Reader.objects.select_for_update(of=("self",)).select_related("home_unit", "user").get(pk=reader.pk)


def _account(reader: Reader, number: str) -> User:
    """The reader's account, made on the first day; its user name is the number of the card."""
    if reader.user is not None:
        # A code of the desk must never open what a member of staff may do.
        if not reader.user.is_active or rules.holds_role(reader.user):
            raise NoSuchCodeError
        return reader.user
    card = queries.card(number)
    assert card is not None
    user = User(
        username=card.number, first_name=reader.name, last_name=reader.surname, patronymic=reader.patronymic,
        language=reader.language, email=_free_email(reader.email),
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    reader.user = user
    reader.save(update_fields=["user", "changed_at"])
    log("people.open_account", reader, by=None)
    return user


def follow_email(reader: Reader) -> None:
    """Let letters of «forgotten password» go where the reader is reached now. An account of staff is left alone: who
    writes at the desk where a reader is reached must not get at what a colleague may do."""
    user = reader.user
    if user is not None and not rules.holds_role(user) and user.email.casefold() != reader.email.casefold():
        user.email = _free_email(reader.email)
        user.save(update_fields=["email"])


def _free_email(email: str) -> str:
    """The address, unless another account signs in with it: families share one."""
    return "" if not email or User.objects.filter(same_letters("email", email)).exists() else email


@transaction.atomic
def link_account(*, reader: Reader, user: User, by: Any = None) -> Reader:
    """Make an account that exists, of a member of staff, the reader's own."""
    reader.user = user
    reader.save(update_fields=["user", "changed_at"])
    log("people.link_account", reader, by=by)
    return reader
