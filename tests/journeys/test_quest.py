"""A teacher on a phone enrols a class for a quest, without an account: it waits, another class gives its places up, and the ticket
that lies open in the teacher's hand becomes good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chytalnia.programmes.models import Enrolment, Letter, Occasion
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def test_a_class_registers_for_a_quest(visit: Callable[..., Any]) -> None:
    quest = Occasion.objects.get(format_code="quest", stage="registration", enrolments__kind="class")
    other_class = quest.enrolments.get(kind="class")
    seats = quest.seats.get()
    phone = visit(viewport=PHONE, has_touch=True, is_mobile=True, locale="uk")
    phone.goto("/calendar?view=agenda&format=quest")
    phone.get_by_role("link", name=str(quest.title)).first.tap()
    phone.wait_for_selector("#enrol")
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert phone.locator("[name=group_name]").is_hidden()
    phone.locator("[name=kind][value=class]").check()
    phone.fill("[name=group_name]", "Ліцей № 10, 5-Б")
    phone.fill("[name=name]", "Леся Гончар")
    phone.fill("[name=seats]", str(seats.free + 2))
    phone.fill("[name=phone]", "+380 67 555 02 02")
    phone.check("[name=agree]")
    phone.locator("#enrol button[type=submit]").tap()
    # What the organiser must know is asked, and nothing that was written is lost.
    required = quest.questions.get(required=True)
    assert phone.locator(f"[name=q{required.pk}]").evaluate("one => one.validity.valueMissing")
    phone.check(f"[name=q{required.pk}]")
    phone.locator("#enrol button[type=submit]").tap()
    phone.wait_for_url("**/events/ticket/**")
    mine = Enrolment.objects.get(occasion=quest, group_name="Ліцей № 10, 5-Б")
    assert (mine.state, mine.kind, mine.children) == ("waiting", "class", seats.free + 1)
    assert mine.answers[str(required.pk)] is True
    assert phone.locator(".ticket-qr").count() == 0

    theirs = visit(viewport=PHONE)
    theirs.goto(other_class.get_absolute_url())
    theirs.click("[name=act][value=leave]")
    theirs.wait_for_selector(".notice.success")

    # The page asks by itself, every half minute and when the phone is looked at again.
    phone.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    phone.wait_for_selector(".ticket-qr svg")
    assert mine.code in phone.inner_text(".ticket-number")
    mine.refresh_from_db()
    assert mine.state == "booked"
    letter = Letter.objects.get(enrolment=mine, kind="moved_up")
    assert (letter.phone, letter.language) == ("+380 67 555 02 02", "uk")

    # Two fall ill: the teacher tells so from the ticket.
    phone.fill("[name=seats]", str(mine.seats - 2))
    phone.locator("[name=act][value=seats]").tap()
    phone.wait_for_selector(".notice.success")
    assert quest.seats.get().taken == sum(
        each.seats for each in Enrolment.objects.filter(occasion=quest, state="booked")
    )
