"""People of the demonstration network: one for each role, and the installer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from chytalnia.network.models import Unit
from chytalnia.people import services
from chytalnia.people.models import User
from chytalnia.people.rules import Role

#: Known to everybody who reads this: the accounts are made only on a machine that nobody else reaches, unless another is given.
PASSWORD = "chytalnia-demo"  # noqa: S105 – printed on purpose


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    names: tuple[str, str, str]
    role: Role | None
    unit: str
    language: str = "uk"


PEOPLE = (
    Person("director", ("Людмила", "Іванівна", "Бондаренко"), Role.DIRECTOR, "kremenchuk"),
    Person("methodologist", ("Оксана", "Василівна", "Гринь"), Role.METHODOLOGIST, "poltava"),
    Person("cataloguer", ("Тарас", "Миколайович", "Вовк"), Role.CATALOGUER, "kremenchuk"),
    Person("librarian", ("Андрій", "Юрійович", "Кравець"), Role.LIBRARIAN, "kremenchuk-f1"),
    Person("head", ("Олена", "Дмитрівна", "Шульга"), Role.BRANCH_HEAD, "kremenchuk-f1"),
    Person("bibliographer", ("Ніна", "Павлівна", "Коваль"), Role.BIBLIOGRAPHER, "kremenchuk"),
    Person("editor", ("Катерина", "Остапівна", "Сорока"), Role.EDITOR, "potoky"),
    Person("administrator", ("Денис", "Валерійович", "Лисенко"), Role.ADMINISTRATOR, "poltava"),
    Person("director-kz", ("Айгүл", "Серікқызы", "Нұрланова"), Role.DIRECTOR, "ekibastuz", "kk"),
    Person("director-ru", ("Наталья", "Викторовна", "Орлова"), Role.DIRECTOR, "minusinsk", "ru"),
    Person("admin", ("Ярослав", "Петрович", "Ткаченко"), None, ""),
)


def is_local() -> bool:
    """Whether the site is reached from this machine only."""
    return (urlsplit(settings.PUBLIC_URL).hostname or "") in {"localhost", "127.0.0.1", "::1"}


def build(password: str = PASSWORD) -> None:
    for person in PEOPLE:
        if User.objects.filter(username=person.username).exists():
            continue
        first, patronymic, last = person.names
        user = services.create_account(
            username=person.username, by=None, password=password, first_name=first, patronymic=patronymic, last_name=last,
            email=f"{person.username}@library.example", language=person.language, is_superuser=person.role is None,
        )  # fmt: skip
        if person.role is not None:
            services.grant_role(user=user, role=person.role, unit=Unit.objects.get(code=person.unit), by=None)


def told() -> Iterator[tuple[str, str, str]]:
    """(account, role, where) of the accounts that exist, as they are printed."""
    users = User.objects.in_bulk([person.username for person in PEOPLE], field_name="username")
    for person in PEOPLE:
        if user := users.get(person.username):
            grant = user.role_grants.select_related("unit").first()
            yield person.username, str(Role(grant.role).label) if grant else "", str(grant.unit) if grant else ""
