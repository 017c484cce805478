"""A volunteer checks people in at a door where the line goes: the page opens again from the phone, every tap is told once, and
nobody's name is left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.programmes import services
from chytalnia.programmes.models import DoorAct, Enrolment, Occasion
from tests.browsing import PHONE, listen, opened, served
from tests.journeys.test_offline import Wire

pytestmark = pytest.mark.browser

#: Everything that the phone keeps of the door, as text.
KEPT = """async () => {
  const bytes = (key, value) => (value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value);
  const found = [];
  for (const name of ["door-taps", "door-lists"]) {
    found.push(await new Promise((done) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("notes", { keyPath: "key" });
      request.onsuccess = () => {
        const all = request.result.transaction("notes").objectStore("notes").getAll();
        all.onsuccess = () => { request.result.close(); done(all.result); };
      };
    }));
  }
  for (const name of await caches.keys())
    for (const each of await (await caches.open(name)).keys()) found.push(each.url);
  return JSON.stringify(found, bytes);
}"""


def test_a_volunteer_checks_people_in_offline(browser: Any, own_demo: Any) -> None:
    event = (
        Occasion.objects.filter(stage="registration", ends_at__gt=timezone.now(), enrolments__state="booked")
        .order_by("pk")
        .distinct()[0]
    )
    first, second, third = Enrolment.objects.filter(occasion=event, state="booked", kind="person")[:3]
    address = reverse("programmes:door", args=[event.door_token])
    with served() as url:
        wire = Wire(url)
        with opened(browser, wire.url, viewport=PHONE) as far, opened(browser, url, viewport=PHONE) as near:
            phone, other = far.new_page(), near.new_page()
            said = listen(other)
            phone.goto(address)
            phone.wait_for_function("() => navigator.serviceWorker.ready.then((found) => !!found.active)")
            assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
            other.goto(address)
            other.click(f"[data-code='{first.code}'] [value=came]")
            # Where the page's script is not there yet, the form itself has sent it.
            other.wait_for_selector(f"[data-code='{first.code}'] [value=back]:not([hidden])")

            wire.cut()
            phone.reload()
            phone.wait_for_selector("[data-shell]:not([hidden])")
            assert str(event.title) in phone.inner_text("h1")
            phone.click(f"[data-code='{second.code}'] [value=came]")
            for _ in range(2):
                phone.click("[data-bands] [data-band=children] [value='1']")
            phone.fill("#door-code", f"http://anywhere{third.get_absolute_url()}")
            phone.press("#door-code", "Enter")
            phone.wait_for_selector(f"[data-code='{third.code}'] [value=back]:not([hidden])")
            # Nobody's line is better for having been tapped at two doors.
            other.click(f"[data-code='{second.code}'] [value=came]")
            kept = phone.evaluate(KEPT)
            assert kept.count('"walk_in"') == 2
            for each in (first, second, third):
                assert each.who.split()[0] not in kept
                assert each.token not in kept
            assert event.door_token not in kept
            assert not Enrolment.objects.filter(pk=third.pk, state="came").exists()

            phone.reload()
            phone.wait_for_selector(f"[data-code='{third.code}'] [value=back]:not([hidden])")
            # The taps arrive, their answers do not; then the line is there.
            wire.swallows = True
            wire.mend()
            phone.wait_for_function("() => window.dispatchEvent(new Event('online'))")
            for _ in range(200):
                if Enrolment.objects.filter(pk=third.pk, state="came").exists():
                    break
                phone.wait_for_timeout(100)
            wire.swallows = False
            phone.wait_for_function(
                "() => document.querySelector('[data-state]').textContent === document.querySelector('[data-door]').dataset.told"
            )
            assert phone.locator(f"[data-code='{first.code}'] [value=back]").is_visible()

            came = Enrolment.objects.filter(occasion=event, state="came").values_list("pk", flat=True)
            assert set(came) == {first.pk, second.pk, third.pk}
            walked = DoorAct.objects.filter(occasion=event, kind="walk_in").values_list("audience", "number")
            assert sorted(walked) == [("children", 1), ("children", 1)]
            assert said == []

            # Counted: the list goes from both phones.
            Occasion.objects.filter(pk=event.pk).update(
                starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now()
            )
            services.count(occasion=event, heads=services.suggested_heads(event))
            phone.evaluate("() => window.dispatchEvent(new Event('online'))")
            phone.wait_for_function(
                "() => document.querySelector('[data-state]').textContent === document.querySelector('[data-door]').dataset.over"
            )
            assert '"box"' not in phone.evaluate(KEPT)
        wire.cut()


def test_the_desk_of_the_door_opens_without_a_line(browser: Any, own_demo: Any) -> None:
    event = Occasion.objects.filter(stage="registration", unit__code="kremenchuk-cb").order_by("pk")[0]
    with served() as url:
        wire = Wire(url)
        with opened(browser, wire.url, staff="director", viewport=PHONE) as context:
            page = context.new_page()
            page.goto(reverse("desk_programmes:door", args=[event.pk]))
            page.wait_for_function("() => navigator.serviceWorker.ready.then((found) => !!found.active)")
            wire.cut()
            page.reload()
            page.click("[data-bands] [data-band=adults] [value='1']")
            page.wait_for_function("() => document.querySelector('[data-state]').dataset.lost === '1'")
            wire.mend()
            page.wait_for_function(
                "() => document.querySelector('[data-state]').textContent === document.querySelector('[data-door]').dataset.told"
            )
        wire.cut()
    act = DoorAct.objects.get(occasion=event, kind="walk_in")
    assert act.by is not None
