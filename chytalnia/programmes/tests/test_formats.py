"""The library of formats: every file is whole, a library makes one its own, limits are kept."""

import pytest

from chytalnia.core.stages import RefusedMoveError
from chytalnia.programmes import formats, services
from chytalnia.programmes.errors import FormatRefused
from chytalnia.programmes.formats import library, reading, rules
from chytalnia.programmes.tests import factories

NAMED = [
    "election",
    "bookcrossing",
    "booktrailer",
    "dress_code",
    "non_stop",
    "peleng",
    "nanny",
    "living_magazine",
    "reading_marathon",
    "book_theatre",
    "contest_game",
    "quest",
    "club",
    "school",
    "camp",
    "suitcase",
    "family_reading",
    "deputy_meeting",
    "consultation",
    "library_day",
    "excursion",
    "library_tourism",
    "homework",
    "screening",
    "yoga_etc",
    "film_shoot",
    "book_drive",
    "summer_reading",
    "meeting_author",
    "conference_readers",
    "review_show",
    "survey",
    "local_reading",
    "museum_corner",
    "network_campaign",
    "online_combo",
    "webinar",
    "online_event",
    "virtual_exhibition",
    "social_page",
    "round_table",
    "seminar",
    "presentation_exhibition",
    "jubilee",
    "methodic_kitchen",
]


def test_every_format_that_is_asked_for_is_there_with_its_parts_in_four_languages():
    found = formats.built_in()
    assert set(NAMED) <= found.keys()
    for card in found.values():
        for text in (
            card.name,
            card.about,
            *(step.text for step in card.steps),
            *(phase.name for phase in card.phases),
        ):
            assert text.keys() == {"uk", "ru", "kk", "en"}, card.code
        assert {step.day < 0 for step in card.steps} | {step.day >= 0 for step in card.steps} == {True, False}, (
            card.code
        )
        assert card.counts, card.code
        assert card.risks or card.materials, card.code


def test_names_of_formats_differ_in_each_language():
    for language in ("uk", "ru", "kk", "en"):
        names = [card.name[language] for card in formats.built_in().values()]
        assert len(set(names)) == len(names)


def test_a_broken_file_is_told_with_all_that_is_wrong():
    data = {
        "code": "x",
        "name": {"uk": "Назва"},
        "group": "no",
        "roles": ["presenter"],
        "tasks": [{"day": 900, "uk": "…"}],
        "odd": 1,
    }
    with pytest.raises(formats.FormatError) as told:
        reading.read(data, library.vocabulary(), known_rules=rules.VALUES)
    faults = "; ".join(told.value.faults)
    for part in (
        "odd is unknown",
        "name is missing in ru, kk, en",
        "group: 'no'",
        "no organiser",
        "a day is a whole number",
    ):
        assert part in faults


@pytest.mark.django_db
def test_a_library_copies_changes_and_shares_a_format_and_events_keep_their_version(one, librarian, units):
    own = services.copy_format(card=formats.card("quest"), unit=one, by=librarian)
    begun = factories.occasion(one, format=own.code)
    services.save_format(
        own=own, data={"name": {"uk": "Наш квест"}, "people": [4, 12]}, by=librarian, note="менший зал"
    )
    assert str(formats.card(own.code).name["uk"]) == "Наш квест"
    assert formats.card(own.code, begun.format_version).people == (9, 40)
    assert own.code not in [card.code for card in formats.cards_for(units["three"])]
    services.share_format(own=own, shared=True, by=librarian)
    assert own.code in [card.code for card in formats.cards_for(units["three"])]
    with pytest.raises(FormatRefused):
        services.save_format(own=own, data={"people": [12, 4]}, by=librarian)
    assert [version.number for version in own.versions.all()] == [2, 1]


@pytest.mark.django_db
def test_limits_of_a_format_stop_an_announcement(one):
    nanny = factories.occasion(one, format="nanny", stage="planned", places=30, taking="desk")
    with pytest.raises(RefusedMoveError, match="12 people at most"):
        nanny.move("announce")
    services.set_places(occasion=nanny, capacity=8)
    factories.fresh(nanny).move("announce")
