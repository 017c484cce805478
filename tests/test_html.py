"""The HTML of every main page, as a strict parser reads it, over the small demo network: well nested, no id twice, every reference
met, a language on the page and one heading of the first rank."""

from __future__ import annotations

import json
import re
from collections import Counter

import html5lib
import pytest
from django.test import Client
from django.utils import translation

from chytalnia.people.models import User
from tools import subjects

from .demonstration import Demo

LANGUAGES = {"uk": "", "ru": "/ru", "kk": "/kk", "en": "/en"}
#: Faults of Wagtail's own templates: an inline panel's order says its value twice.
SHELL = re.compile(r"duplicate-attribute .*-ORDER")
#: Attributes whose value is the id of another element of the page.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")


@pytest.fixture
def pages(demo_network: Demo, db: None) -> list[subjects.Row]:
    with translation.override("uk"):
        return subjects.found()


def faults(source: str) -> list[str]:
    """What is wrong with a page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(source)
    lines = source.splitlines()
    found = [
        f"line {line}: {code} {told.get('name', '')} in {lines[min(line, len(lines)) - 1].strip()[:160]}"
        for (line, _column), code, told in parser.errors
    ]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    found += [f"id {name!r} {count} times" for name, count in ids.items() if count > 1]
    for element in elements:
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    found.append(f"<{element.tag} {attribute}={name!r}> refers to nothing")
    if not tree.get("lang"):
        found.append("the page does not say its language")
    return found


def heading_faults(source: str) -> list[str]:
    count = len(re.findall(r"<h1\b", source))
    return [] if count == 1 else [f"{count} headings of the first rank"]


def inline(source: str) -> list[str]:
    """Scripts and styles in the page itself, which the content policy refuses."""
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/(?:ld\+)?json)[^>]*>", source)
    return [*scripts, *re.findall(r"<style\b|\sstyle=\"|\son[a-z]+=\"", source)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_readers(pages: list[subjects.Row], language: str) -> None:
    """Every page that `make shots` draws, in one language."""
    client, wrong = Client(), {}
    for name, path, staff in pages:
        if staff:
            continue
        answer = client.get(LANGUAGES[language] + path, headers={"Accept-Language": language})
        assert answer.status_code == (404 if name == "not-found" else 200), (name, path)
        source = answer.content.decode()
        told = [*faults(source), *inline(source)]
        if name != "styleguide":  # which shows headings of every rank
            told += heading_faults(source)
        if told:
            wrong[name] = told[:8]
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_screens_of_the_desk(pages: list[subjects.Row]) -> None:
    """Wagtail's shell is not ours to judge; what our rooms put into it is."""
    client, wrong = Client(), {}
    for name, path, staff in pages:
        if staff:
            client.force_login(User.objects.get(username=staff), backend="django.contrib.auth.backends.ModelBackend")
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, (name, path)
            if told := [fault for fault in faults(answer.content.decode()) if not SHELL.search(fault)]:
                wrong[name] = told[:8]
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)
