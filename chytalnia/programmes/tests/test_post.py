"""Letters about events leave by a real mail server: once, whoever else is at it; what the server refuses is not lost."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import connections
from django.utils import timezone

from chytalnia.core import post
from chytalnia.programmes import services
from chytalnia.programmes.models import Letter

from . import factories

pytestmark = pytest.mark.django_db


class Server:
    """A mail server on a free port: what it took, whom it refuses."""

    def __init__(self) -> None:
        self.taken: list[email.message.EmailMessage] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if said := self.refused.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def server(settings):
    handler = Server()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def moved(one, *addresses):
    """An event that people are enrolled in, and that was just called off."""
    occasion = factories.occasion(one)
    for n, address in enumerate(addresses):
        services.enrol(occasion=occasion, name=f"Олена {n}", email=address)
    Letter.objects.all().delete()
    services.tell(occasion=occasion, kind="cancelled", key="off", reason="Немає світла")
    return occasion


def test_a_letter_leaves_once_in_the_language_of_its_reader(one, server):
    moved(one, "olena@example.org")
    assert post.deliver() == 1
    assert post.deliver() == 0
    (letter,) = server.taken
    assert letter["To"] == "olena@example.org"
    assert "Немає світла" in letter.get_content()
    assert letter["Message-ID"].endswith("@127.0.0.1>")
    assert Letter.objects.get().state == "sent"


def test_nothing_is_sent_where_no_server_is_named(one, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    moved(one, "olena@example.org")
    assert post.deliver() == 0
    assert Letter.objects.get().state == "queued"


def test_a_refused_address_does_not_hold_up_the_others(one, server):
    server.refused = {"gone@example.org": "550 no such person", "full@example.org": "452 the box is full"}
    moved(one, "gone@example.org", "full@example.org", "olena@example.org")
    assert post.deliver() == 1
    gone, full = (Letter.objects.get(email=f"{name}@example.org") for name in ("gone", "full"))
    assert (gone.state, gone.error) == ("failed", "no such person")
    assert (full.state, full.tries) == ("queued", 1)
    server.refused = {}
    assert post.deliver() == 0
    assert post.deliver(timezone.now() + timedelta(minutes=6)) == 1


def test_letters_wait_for_a_server_that_is_away(one, settings, server):
    moved(one, "olena@example.org")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert post.deliver() == 0
    settings.EMAIL_PORT = port
    assert post.deliver() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_no_letter_twice(one, server):
    moved(one, *(f"reader{n}@example.org" for n in range(30)))
    sent = []

    def work():
        try:
            sent.append(post.deliver())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == len(server.taken) == 30
    assert len({letter["To"] for letter in server.taken}) == 30
