"""SIP2 on a real socket: logins, damage, floods, silence. Nobody's books are touched here."""

from __future__ import annotations

import contextlib
import json
import logging
import random
import socket
import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chytalnia.core.models import AuditEntry
from chytalnia.network.tests.factories import unit
from chytalnia.protocols.models import Device
from chytalnia.protocols.sip2 import devices
from chytalnia.protocols.sip2.events import Lines
from chytalnia.protocols.sip2.limits import Limits
from chytalnia.wire import sip2

from .sip2_machine import Machine, running

pytestmark = pytest.mark.django_db(transaction=True)

QUICK = Limits(login=0.6, idle=1.2, unfinished=0.5, broken=5, connections=250, connections_of_address=220)


@pytest.fixture
def device():
    branch = unit(kind="system", code="city")
    device = Device(name="Self-check 1", login="desk-1", unit=branch, location="Hall")
    device.secret = devices.enter(device=device, by=None)
    return device


@pytest.fixture
def server():
    with running() as found:
        yield found


@pytest.fixture
def quick():
    with running(QUICK) as found:
        yield found


@pytest.fixture
def machine(server):
    with Machine(server.port) as found:
        yield found


def test_a_machine_logs_in_and_is_told_what_it_may(machine, device):
    assert machine.log_in(device, device.secret)

    status = machine.ask(sip2.ScStatus())

    assert status.is_online
    assert status.checkout_ok
    assert not status.status_update_ok
    assert status.institution == "city"
    assert status.terminal_location == "Hall"
    assert sip2.Request.CHECKOUT in status.supported
    assert sip2.Request.BLOCK_PATRON not in status.supported
    device.refresh_from_db()
    assert device.last_seen_at is not None


def test_before_the_login_the_status_allows_nothing(machine, db):
    status = machine.ask(sip2.ScStatus())

    assert status.is_online
    assert not status.checkout_ok
    assert status.institution == ""


def test_before_the_login_nothing_is_answered(machine, device):
    assert machine.ask(sip2.ItemInformation(at=None, item="1")) == sip2.RequestScResend()
    assert machine.log_in(device, device.secret)


@pytest.mark.parametrize(
    "change",
    [
        {"password": "wrong"},
        {"is_active": False},
        {"networks": "10.0.0.0/8"},
        {"algorithm": "1"},
        {"login": "nobody"},
    ],
)
def test_a_login_is_refused(machine, device, change):
    for name in ("is_active", "networks"):
        if name in change:
            Device.objects.filter(pk=device.pk).update(**{name: change[name]})

    answer = machine.ask(
        sip2.Login(
            user_algorithm=change.get("algorithm", "0"),
            user=change.get("login", device.login),
            password=change.get("password", device.secret),
        )
    )

    assert answer == sip2.LoginResponse(ok=False)


def test_three_wrong_logins_close_the_line(machine, device):
    for _ in range(3):
        assert not machine.log_in(device, "wrong")
    assert machine.is_closed()


def test_an_address_with_many_wrong_logins_waits(device):
    with running(Limits(failures_of_address=4)) as server:
        for _ in range(2):
            with Machine(server.port) as machine:
                for _ in range(3):
                    with contextlib.suppress(EOFError, ConnectionError):
                        machine.log_in(device, "wrong")
        with Machine(server.port) as machine:
            assert machine.is_closed()


def test_an_allowed_address_may(machine, device):
    Device.objects.filter(pk=device.pk).update(networks="10.0.0.0/8\n127.0.0.1")

    assert machine.log_in(device, device.secret)


def test_a_machine_taken_out_of_use_is_refused_soon(machine, device, monkeypatch):
    monkeypatch.setattr("chytalnia.protocols.sip2.answering.FRESH", 0)
    assert machine.log_in(device, device.secret)
    Device.objects.filter(pk=device.pk).update(is_active=False)

    assert machine.ask(sip2.ItemInformation(at=None, item="1")) == sip2.RequestScResend()
    assert not machine.ask(sip2.ScStatus()).checkout_ok


def test_a_machine_is_refused_what_it_may_not(machine, device):
    assert machine.log_in(device, device.secret)

    answer = machine.ask(sip2.BlockPatron(is_card_retained=False, at=None, patron="1"))

    assert isinstance(answer, sip2.PatronStatusResponse)
    assert answer.status & sip2.PatronStatus.CHARGE_DENIED
    assert answer.screen == ("Цей пристрій такого не робить. Зверніться до бібліотекаря.",) or answer.screen


def test_without_sequence_and_checksum_the_answer_has_none(machine, device):
    line = machine.say(f"9300CN{device.login}|CO{device.secret}|\r".encode())

    assert line == b"941"


def test_a_damaged_line_is_asked_for_again_and_the_line_lives_on(machine, device):
    assert machine.say(b"9900302.00AY1AZFCA6\r") == b"96AZFEF6"
    assert machine.say(b"9900302.00AY1AZFCA5\r").startswith(b"98")


def test_an_unknown_message_is_asked_for_again(machine, device):
    assert machine.say(b"42what|\r") == b"96AZFEF6"
    assert machine.log_in(device, device.secret)


def test_an_answer_instead_of_a_question_is_asked_for_again(machine, device):
    assert machine.log_in(device, device.secret)
    assert machine.ask(sip2.LoginResponse(ok=True)) == sip2.RequestScResend()


def test_many_broken_messages_close_the_line(machine, device):
    for _ in range(9):
        machine.say(b"nonsense\r")
    assert machine.log_in(device, device.secret)  # a good one forgives those before
    for _ in range(10):
        machine.say(b"nonsense\r")
    assert machine.is_closed()


def test_the_last_answer_is_sent_again(machine, device):
    login = machine.say(f"9300CN{device.login}|CO{device.secret}|\r".encode())
    assert machine.say(b"97\r") == login
    assert machine.say(b"97AZFEF5\r") == login


def test_with_nothing_to_send_again_the_machine_is_asked(machine, db):
    assert machine.say(b"97AZFEF5\r") == b"96AZFEF6"


def test_the_same_message_with_the_same_number_is_answered_the_same(machine, device):
    assert machine.log_in(device, device.secret)
    line = sip2.write(sip2.ScStatus(), sequence=5)
    first = machine.say(line)
    time.sleep(1.1)

    # The time in the answer would have changed had it been made anew.
    assert machine.say(line) == first
    assert machine.say(sip2.write(sip2.ScStatus(), sequence=6)) != first


def test_ten_megabytes_without_an_end_are_thrown_away(machine, device):
    with contextlib.suppress(ConnectionError):
        for _ in range(160):
            machine.socket.sendall(b"x" * 65536)
        assert machine.say(b"\r") == b"96AZFEF6"
    assert machine.log_in(device, device.secret)


def test_binary_is_refused_and_the_line_lives_on(machine, device):
    noise = bytes(byte for byte in random.Random(7).randbytes(3000) if byte not in b"\r\n")
    assert machine.say(noise + b"\r") == b"96AZFEF6"
    assert machine.log_in(device, device.secret)


def test_half_a_line_and_silence_is_closed(quick, device):
    with Machine(quick.port, timeout=5) as machine:
        assert machine.log_in(device, device.secret)
        machine.socket.sendall(b"9900302.0")
        began = time.monotonic()
        assert machine.is_closed()
        assert time.monotonic() - began < 4


def test_a_line_without_login_is_closed(quick, device):
    with Machine(quick.port, timeout=5) as machine:
        assert machine.is_closed()


def test_a_silent_line_is_closed(quick, device):
    with Machine(quick.port, timeout=5) as machine:
        assert machine.log_in(device, device.secret)
        began = time.monotonic()
        assert machine.is_closed()
        assert time.monotonic() - began > 1


def test_two_hundred_lines_at_once(device):
    with running() as server, contextlib.ExitStack() as stack:
        machines = [stack.enter_context(Machine(server.port)) for _ in range(200)]
        for machine in machines:
            machine.socket.sendall(sip2.write(sip2.Login(user=device.login, password=device.secret), sequence=1))
        assert [machine.line()[:3] for machine in machines] == [b"941"] * 200
        for machine in machines:
            machine.socket.sendall(sip2.write(sip2.ScStatus(), sequence=2))
        assert all(machine.line().startswith(b"98YYY") for machine in machines)


def test_more_lines_than_allowed_are_turned_away(device):
    with running(Limits(connections=3)) as server, contextlib.ExitStack() as stack:
        kept = [stack.enter_context(Machine(server.port)) for _ in range(3)]
        assert all(machine.log_in(device, device.secret) for machine in kept)
        with Machine(server.port) as fourth:
            assert fourth.is_closed()
        kept.pop().socket.close()
        time.sleep(0.2)
        with Machine(server.port) as fourth:
            assert fourth.log_in(device, device.secret)


def test_a_flood_waits_its_turn_and_loses_nothing(device):
    with running(Limits(rate=50, waiting=5)) as server, Machine(server.port) as machine:
        assert machine.log_in(device, device.secret)
        began = time.monotonic()
        for _ in range(100):
            machine.socket.sendall(sip2.write(sip2.ScStatus(), sequence=None))
        answers = [machine.line() for _ in range(100)]
        assert all(answer.startswith(b"98") for answer in answers)
        assert 0.8 < time.monotonic() - began < 10


def test_messages_sent_in_one_go_are_answered_in_order(machine, device):
    assert machine.log_in(device, device.secret)
    machine.socket.sendall(b"".join(sip2.write(sip2.ScStatus(), sequence=n) for n in range(8)))

    assert [sip2.read(machine.line()).sequence for _ in range(8)] == list(range(8))


def test_a_machine_that_hangs_up_after_asking_is_still_answered(server, device):
    with Machine(server.port) as machine:
        machine.socket.sendall(sip2.write(sip2.Login(user=device.login, password=device.secret), sequence=1))
        machine.socket.shutdown(socket.SHUT_WR)
        assert machine.line().startswith(b"941")
        assert machine.is_closed()


def test_stopping_lets_the_last_answer_out(device):
    with running() as server, Machine(server.port) as machine:
        machine.socket.sendall(sip2.write(sip2.Login(user=device.login, password=device.secret), sequence=1))
        time.sleep(0.05)
        server.stop()
        assert machine.line().startswith(b"941")
        assert machine.is_closed()


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.binary(max_size=80), max_size=8))
def test_nothing_that_is_sent_stops_the_server(device, server, pieces):
    with Machine(server.port) as machine, contextlib.suppress(ConnectionError):
        for piece in pieces:
            machine.socket.sendall(piece)
        machine.socket.sendall(b"\r")
    with Machine(server.port) as machine:
        assert machine.say(b"9900302.00AY1AZFCA5\r").startswith(b"98")


def test_cp1251_is_spoken_where_it_was_agreed(server, device):
    Device.objects.filter(pk=device.pk).update(encoding="cp1251", location="Зал № 1")
    with Machine(server.port, encoding=sip2.Encoding.CP1251) as machine:
        assert machine.log_in(device, device.secret)
        assert machine.ask(sip2.ScStatus()).terminal_location == "Зал № 1"


def test_passwords_are_hashed_and_the_log_keeps_none(device, caplog):
    assert device.secret not in device.password
    changed = devices.renew_password(device=device, by=None)
    assert changed != device.secret
    device.name = "Another"
    devices.change(device=device, by=None)
    devices.remove(device=device, by=None)

    entries = list(AuditEntry.objects.filter(act__startswith="protocols.").order_by("pk"))
    assert [entry.act.split(".")[1] for entry in entries] == [
        "enter_device", "renew_device_password", "change_device", "remove_device",
    ]  # fmt: skip
    assert entries[2].before == {"name": "Self-check 1"}
    told = json.dumps([[entry.before, entry.after, entry.note] for entry in entries])
    assert changed not in told
    assert device.password not in told


def test_events_are_told_as_lines():
    record = logging.LogRecord("chytalnia.sip2", logging.INFO, "", 0, "login", (), None)
    record.facts = {"device": "desk-1"}

    line = json.loads(Lines(as_json=True).format(record))

    assert line["event"] == "login"
    assert line["device"] == "desk-1"
    assert Lines(as_json=False).format(record).endswith("login device=desk-1")
