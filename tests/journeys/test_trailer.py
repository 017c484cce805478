"""A teenager makes a trailer from nothing on a phone, the librarian publishes it, and it stands at the book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chytalnia.trailers.film import Shape, sound
from chytalnia.trailers.models import Scene, Trailer
from chytalnia.trailers.tests.factories import photo
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def test_a_teenager_makes_a_trailer_and_sees_it_at_the_book(visit: Callable[..., Any], settings: Any) -> None:
    # The size of a stamp: what is tried is the way to the film, not the film.
    settings.TRAILER_SHAPES = [Shape("720p", 192, 108)]
    phone = visit("reader-young", viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto("/trailers/studio/new/?q=фразеологія")
    phone.locator("button[name=work]").first.tap()
    phone.wait_for_url("**/idea/")
    made = Trailer.objects.latest("pk")
    phone.locator("[name=title]").fill("Слово за слово")
    phone.locator("[name=idea]").fill("Слова мають історії")
    phone.locator("[name=hook]").fill("Хто пік раків?")
    phone.locator("button[value=next]").tap()

    phone.wait_for_url("**/scenes/")
    scenes = list(made.scenes.all())
    phone.locator(f"button[value='remove-{scenes[1].pk}']").tap()
    phone.wait_for_function("() => document.querySelectorAll('[data-scene]').length === 2")
    phone.locator(f"[name=s{scenes[0].pk}-seconds]").fill("3")
    phone.locator(f"[name=s{scenes[2].pk}-seconds]").fill("3")
    phone.locator("button[value=next]").tap()

    phone.wait_for_url("**/pictures/")
    first = f"s{scenes[0].pk}"
    shot = photo("раки.jpg")
    phone.locator(f"[name={first}-upload]").set_input_files(
        {"name": "раки.jpg", "mimeType": "image/jpeg", "buffer": shot.read()}
    )
    # It comes in pieces, and is seen at once; a press says what stays in view.
    phone.locator("[data-focus]").tap(position={"x": 9, "y": 9})
    phone.locator("button[value=stay]").tap()
    phone.locator(".notice li").first.wait_for()
    assert Scene.objects.get(pk=scenes[0].pk).focus_x < 10
    phone.locator(f"[name={first}-rights]").select_option("own")
    phone.locator("button[value=next]").tap()

    phone.wait_for_url("**/words/")
    look = phone.locator(f"#look-{scenes[0].pk} img")
    before = look.get_attribute("src")
    phone.locator(f"[name={first}-title]").fill("Хто пік раків?")
    phone.locator(f"[name={first}-title]").blur()
    phone.wait_for_function(
        f"() => document.querySelector('#look-{scenes[0].pk} img').getAttribute('src') !== '{before}'"
    )
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.locator("button[value=next]").tap()
    phone.wait_for_url("**/sound/")
    spoken = phone.locator(f"#scene-{scenes[0].pk}")
    spoken.locator("[data-record]").tap()
    phone.wait_for_timeout(1500)
    spoken.locator("[data-record]").tap()
    spoken.locator("audio").wait_for()
    assert 1 < Scene.objects.get(pk=scenes[0].pk).voice_seconds < 3
    phone.locator("button[value=next]").tap()

    phone.wait_for_url("**/film/")
    phone.locator("button[value=render]").tap()
    phone.locator("video").wait_for()
    heard = sound.decoded(Path(made.films.get(container="mp4").asset.file.path), channels=2)
    # What the microphone heard is in the film; its beeps are too sharp to be made as loud as speech.
    loudness, _peak = sound.measured(heard)
    assert loudness is not None
    assert -24 < loudness < -14
    phone.goto(f"/trailers/studio/{made.pk}/publish/")
    phone.locator("button[value=submit]").tap()
    phone.locator("form[action$='take-back/'] button").wait_for()
    assert Trailer.objects.get(pk=made.pk).stage == "review"

    desk = visit("librarian")
    desk.goto("/desk/trailers/")
    desk.get_by_role("link", name="Слово за слово").first.click()
    desk.wait_for_url("**/publish/")
    desk.locator("button[value=publish]").click()
    desk.locator("button[value=withdraw]").wait_for()

    published = Trailer.objects.get(pk=made.pk)
    assert published.is_shown
    phone.goto(published.record.work.get_absolute_url())
    player = phone.locator(".trailer-panel video")
    player.scroll_into_view_if_needed()
    player.evaluate("film => film.play()")
    phone.wait_for_function("() => document.querySelector('.trailer-panel video').currentTime > 0.1")
