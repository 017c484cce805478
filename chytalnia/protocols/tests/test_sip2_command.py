"""`chytalnia sip2` as a process of its own: starts, speaks TLS, tells what happens, stops without losing an answer."""

from __future__ import annotations

import datetime
import ipaddress
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chytalnia.wire import sip2
from tests.databases import new_database

from .sip2_machine import Machine

#: The database that is copied is made only where a test asks for one.
pytestmark = pytest.mark.django_db


@pytest.fixture
def home(fresh_database, tmp_path):
    """A library with tables and nothing in them."""
    (tmp_path / "data").mkdir()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings",
        "CHYTALNIA_DATA": str(tmp_path / "data"),
        "DATABASE_URL": new_database(tmp_path, fresh_database),
    }


@contextmanager
def command(home, *arguments):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "chytalnia.cli", "sip2", "--port", str(port), "--json", *arguments],
        env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        started = json.loads(line)
        assert (started["event"], started["port"]) == ("listening", port)
        yield port, process
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


def test_it_answers_tells_and_stops(home):
    with command(home, "--verbose") as (port, process):
        with Machine(port, timeout=60) as machine:
            assert machine.ask(sip2.ScStatus()).is_online
            assert not machine.ask(sip2.Login(user="nobody", password="at all")).ok
        process.send_signal(signal.SIGTERM)
        told, _error = process.communicate(timeout=60)

    assert process.returncode == 0
    events = [json.loads(line)["event"] for line in told.splitlines()]
    assert "error" not in told, told
    assert {"message", "login refused", "stopping", "stopped"} <= set(events)
    assert "at all" not in told


def test_a_port_that_is_taken_is_told_in_one_line(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "chytalnia.cli", "sip2", "--port", str(taken.getsockname()[1]), "--workers", "1"],
            env=home, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert "Cannot listen on" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def certificate(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "library.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(cert), str(private)


def test_it_speaks_tls(home, certificate):
    cert, key = certificate
    with command(home, "--cert", cert, "--key", key) as (port, _process):
        context = ssl.create_default_context(cafile=cert)
        with Machine(port, timeout=60) as machine:
            machine.socket = context.wrap_socket(machine.socket, server_hostname="127.0.0.1")
            assert machine.ask(sip2.ScStatus()).is_online


def test_a_key_without_a_certificate_is_refused(home, certificate):
    done = subprocess.run(
        [sys.executable, "-m", "chytalnia.cli", "sip2", "--key", certificate[1]],
        env=home, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "--cert" in done.stderr
