"""Two clients that are not ours: a whole visit at the machine by each. One is a library for self-checks, the other a typed
codec that takes nothing for granted in an answer."""

from __future__ import annotations

import socket
from datetime import timedelta
from types import SimpleNamespace

import pysip2
import pytest
from django.utils import timezone
from Sip2.sip2 import Sip2

from chytalnia.lending import services as lending
from chytalnia.lending import snapshot
from chytalnia.lending.models import Charge, Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.protocols.models import Device
from chytalnia.protocols.models.device import MESSAGES
from chytalnia.protocols.sip2 import devices

from .sip2_machine import now, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    snapshot.forget()
    units = factories.network()
    reader = factories.reader(units["one"], language="uk")
    device = Device(name="Self-check", login="desk", unit=units["one"], messages=[number for number, _ in MESSAGES])
    secret = devices.enter(device=device, by=None)
    items = [factories.item(units["one"]) for _ in range(3)]
    Charge.objects.create(
        reader=reader, unit=units["one"], kind="card", amount_minor=2500, currency="UAH", made_at=timezone.now()
    )
    # A debt stops lending: the library of the test lends all the same.
    from chytalnia.network.services import set_setting

    set_setting(unit=units["region"], key="lending.debt_minor", value=10_000)
    with running() as server:
        yield SimpleNamespace(
            **units, reader=reader, card=reader.cards.get().number, secret=secret, items=items, port=server.port
        )
    snapshot.forget()


def test_a_visit_with_the_client_of_a_self_check(place, tmp_path):
    client = Sip2()
    client.hostName, client.hostPort, client.tlsEnable = "127.0.0.1", place.port, False
    client.logfile_path, client.loglevel = str(tmp_path), "CRITICAL"
    client.socketTimeout, client.institutionId, client.scLocation = 30, "one", "hall"
    client.patron = place.card
    one, two, three = place.items
    assert client.connect()

    def ask(request, read):
        return read(client.get_response(request))

    assert ask(client.sip_login_request("desk", place.secret), client.sip_login_response)["fixed"]["Ok"] == "1"
    status = ask(client.sip_sc_status_request(), client.sip_sc_status_response)
    assert status["fixed"]["OnlineStatus"] == "Y"
    assert status["fixed"]["ProtocolVersion"] == "2.00"
    assert status["variable"]["BX"] == ["Y" * 16]
    assert status["variable"]["AO"] == ["one"]

    patron = ask(client.sip_patron_status_request(), client.sip_patron_status_response)
    assert patron["fixed"]["PatronStatus"] == " " * 14
    assert patron["variable"]["AE"] == ["Коваль О."]
    assert patron["variable"]["BL"] == ["Y"]
    assert patron["variable"]["BV"] == ["25.00"]

    for item in (one, two):
        lent = ask(client.sip_checkout_request(item.barcode), client.sip_checkout_response)
        assert lent["fixed"]["Ok"] == "1"
        assert lent["variable"]["AJ"] == ["Кобзар"]
    due = Loan.objects.get(item=one).due_on
    assert lent["variable"]["AH"] == [f"{due:%Y%m%d}    235900"]

    charged = ask(client.sip_patron_information_request("charged"), client.sip_patron_information_response)
    assert charged["fixed"]["ChargedItemsCount"] == "0002"
    assert set(charged["variable"]["AU"]) == {one.barcode, two.barcode}
    first = ask(client.sip_patron_information_request("charged", "2", "2"), client.sip_patron_information_response)
    assert first["variable"]["AU"] == charged["variable"]["AU"][1:]

    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    renewed = ask(client.sip_renew_request(one.barcode), client.sip_renew_response)
    assert renewed["fixed"]["Ok"] == "1"
    both = ask(client.sip_renew_all_request(), client.sip_renew_all_response)
    assert both["fixed"]["RenewedItems"] == "0001"
    assert both["variable"]["BN"] == [one.barcode]

    known = ask(client.sip_item_information_request(one.barcode), client.sip_item_information_response)
    assert known["fixed"]["CirculationStatus"] == "04"

    lending.lend(item=three, reader=factories.reader(place.one), unit=place.one)
    held = ask(
        client.sip_hold_request("+", itemIdentifier=three.barcode, pickupLocation="two"), client.sip_hold_response
    )
    assert held["fixed"]["Ok"] == "1"
    assert Hold.objects.get().pickup_unit == place.two
    assert (
        ask(client.sip_hold_request("-", itemIdentifier=three.barcode), client.sip_hold_response)["fixed"]["Ok"] == "1"
    )

    paid = ask(
        client.sip_fee_paid_request(1, 0, "25.00", currencyType="UAH", transactionId="t1"), client.sip_fee_paid_response
    )
    assert paid["fixed"]["PaymentAccepted"] == "Y"
    again = client.get_response(client.sip_sc_resend_request())
    assert client.sip_fee_paid_response(again)["fixed"]["PaymentAccepted"] == "Y"

    for item in (one, two):
        back = ask(client.sip_checkin_request(item.barcode), client.sip_checkin_response)
        assert back["fixed"]["Ok"] == "1"
        assert back["variable"]["AQ"] == ["one"]
    update = ask(client.sip_item_status_update_request(one.barcode, "tag"), client.sip_item_status_update_response)
    assert update["fixed"]["ItemPropertiesOk"] == "1"
    end = ask(client.sip_end_patron_session_request(), client.sip_end_patron_session_response)
    assert end["fixed"]["EndSession"] == "Y"
    blocked = ask(client.sip_block_patron_request("left behind"), client.sip_patron_status_response)
    assert blocked["fixed"]["PatronStatus"].startswith("Y")
    enabled = ask(client.sip_patron_enable_request(), client.sip_patron_enable_response)
    assert enabled["fixed"]["PatronStatus"] == " " * 14
    assert client.disconnect()
    assert not Loan.objects.open().filter(reader=place.reader).exists()


class Typed:
    """A line on which the typed codec speaks and reads."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.file = self.socket.makefile("rb")
        self.sequence = -1

    def ask(self, message, kind):
        self.sequence = (self.sequence + 1) % 10
        self.socket.sendall(
            pysip2.encode_message(message, sequence_number=self.sequence, checksum=True, encoding="utf-8")
        )
        return self.read(kind)

    def read(self, kind):
        line = b""
        while not line.endswith(b"\r"):
            line += self.file.read(1)
        answer = pysip2.decode_as(line, kind, encoding="utf-8")
        assert answer.checksum is not None
        if not isinstance(answer.message, pysip2.RequestSCResend):
            assert answer.sequence_number == self.sequence
        return answer.message


def test_a_visit_with_a_typed_codec(place):
    line, (one, _two, three) = Typed(place.port), place.items
    at = f"{now():%Y%m%d    %H%M%S}"
    who = {"institution_id": "one", "patron_identifier": place.card}
    reader = {**who, "terminal_password": "", "patron_password": ""}
    copy = {"institution_id": "one", "item_identifier": one.barcode, "terminal_password": ""}

    login = pysip2.LoginRequest(
        uid_algorithm="0", pwd_algorithm="0", login_user_id="desk", login_password=place.secret, location_code="hall"
    )
    assert line.ask(login, pysip2.LoginResponse).ok == "1"
    status = line.ask(
        pysip2.SCStatusRequest(status_code="0", max_print_width="080", protocol_version="2.00"),
        pysip2.ACSStatusResponse,
    )
    assert (status.online_status, status.supported_messages) == ("Y", "Y" * 16)

    patron = line.ask(
        pysip2.PatronStatusRequest(language="804", transaction_date=at, **reader), pysip2.PatronStatusResponse
    )
    assert (patron.valid_patron, patron.personal_name, patron.language) == ("Y", "Коваль О.", "804")

    out = line.ask(
        pysip2.CheckoutRequest(
            sc_renewal_policy="N", no_block="N", transaction_date=at, nb_due_date=at, institution_id="one",
            patron_identifier=place.card, item_identifier=one.barcode, terminal_password="",
        ),
        pysip2.CheckoutResponse,
    )  # fmt: skip
    assert (out.ok, out.desensitize, out.title_identifier) == ("1", "Y", "Кобзар")
    charged = line.ask(
        pysip2.PatronInformationRequest(
            language="000", transaction_date=at, summary="  Y       ", start_item="1", end_item="5", **who
        ),
        pysip2.PatronInformationResponse,
    )
    assert (charged.charged_items_count, charged.charged_items) == ("0001", (one.barcode,))
    known = line.ask(pysip2.ItemInformationRequest(transaction_date=at, **copy), pysip2.ItemInformationResponse)
    assert (known.circulation_status, known.media_type) == ("04", "001")

    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    renewed = line.ask(
        pysip2.RenewRequest(
            third_party_allowed="N",
            no_block="N",
            transaction_date=at,
            nb_due_date=at,
            item_identifier=one.barcode,
            **who,
        ),
        pysip2.RenewResponse,
    )
    assert (renewed.ok, renewed.renewal_ok) == ("1", "Y")
    every = line.ask(pysip2.RenewAllRequest(transaction_date=at, **who), pysip2.RenewAllResponse)
    assert (every.ok, every.unrenewed_items) == ("0", (one.barcode,))

    held = line.ask(
        pysip2.HoldRequest(hold_mode="+", transaction_date=at, hold_type="3", item_identifier=three.barcode, **who),
        pysip2.HoldResponse,
    )
    assert (held.ok, held.available, held.pickup_location) == ("1", "Y", "one")
    paid = line.ask(
        pysip2.FeePaidRequest(
            transaction_date=at, fee_type="01", payment_type="00", currency_type="UAH", fee_amount="25.00", **who
        ),
        pysip2.FeePaidResponse,
    )
    assert paid.payment_accepted == "Y"

    back = line.ask(
        pysip2.CheckinRequest(no_block="N", transaction_date=at, return_date=at, current_location="hall", **copy),
        pysip2.CheckinResponse,
    )
    assert (back.ok, back.resensitize, back.alert, back.permanent_location) == ("1", "Y", "N", "one")
    update = line.ask(
        pysip2.ItemStatusUpdateRequest(transaction_date=at, item_properties="tag", **copy),
        pysip2.ItemStatusUpdateResponse,
    )
    assert update.item_properties_ok == "1"
    line.socket.sendall(pysip2.encode_message(pysip2.RequestACSResend(), checksum=True))
    assert line.read(pysip2.ItemStatusUpdateResponse) == update
    line.socket.sendall(b"9900302.00AY1AZFCA6\r")
    assert line.read(pysip2.RequestSCResend) == pysip2.RequestSCResend()

    end = line.ask(pysip2.EndPatronSessionRequest(transaction_date=at, **who), pysip2.EndSessionResponse)
    assert end.end_session == "Y"
    blocked = line.ask(
        pysip2.BlockPatronRequest(
            card_retained="N", transaction_date=at, blocked_card_message="left behind", terminal_password="", **who
        ),
        pysip2.PatronStatusResponse,
    )
    assert blocked.patron_status.startswith("Y")
    enabled = line.ask(pysip2.PatronEnableRequest(transaction_date=at, **who), pysip2.PatronEnableResponse)
    assert enabled.patron_status == " " * 14
    line.file.close()
    line.socket.close()
    assert not Loan.objects.open().filter(item=one).exists()
