"""`chytalnia demo`: the database prepared and the demonstration network in it."""

from __future__ import annotations

import time

import click

from .console import Refusal, steps, with_django


@click.command()
@click.option("--into-existing", is_flag=True, help="Make it beside a library that is in the database already.")
@click.option("--password", help="Password of all demo accounts, needed where the site is reached from other machines.")
@click.option("--small", is_flag=True, help="A twentieth of the books.")
@click.option("--port", default=8000, show_default=True, type=int, help="Port that the printed address names.")
@with_django
def command(into_existing: bool, password: str | None, small: bool, port: int) -> None:
    """Prepare the database and a demonstration network in it: libraries of three countries, their books, people and past.

    A second run finds everything made and changes nothing; one that was broken off goes on.
    """
    from chytalnia.cli.setup import prepare
    from chytalnia.demo import making, people

    began = time.monotonic()
    with steps("Database"):
        prepare(quiet=True)
    if not into_existing:
        try:
            making.refuse_foreign()
        except making.ForeignLibraryError as error:
            raise Refusal(
                "This database holds a library already. Say --into-existing to put the demo network beside it, "
                "or set CHYTALNIA_DATA to another folder."
            ) from error
    if password is None and not people.is_local() and not making.is_done("people"):
        raise Refusal(
            "This site is not on this machine alone: give the demo accounts a password of your own (--password)."
        )
    made = making.make(steps, small=small, password=password or people.PASSWORD)
    if made:
        click.echo(f"The demo network is ready ({time.monotonic() - began:.0f} s).")
    _accounts(port)


def _accounts(port: int) -> None:
    from django.utils import translation

    from chytalnia.demo import people, readers

    # Commands speak English, whatever the language of the network.
    with translation.override("en"):
        staff = [(account, role or "everything", where) for account, role, where in people.told()]
        rows = [*staff, *((account, "reader", library) for account, library in readers.told())]
    width = max((len(role) for _, role, _ in rows), default=0)
    click.echo(f"\n  readers      http://127.0.0.1:{port}/  (also /ru/ /kk/ /en/)")
    click.echo(f"  librarians   http://127.0.0.1:{port}/desk/")
    click.echo(f"  password     {people.PASSWORD if people.is_local() else 'as given when the demo was made'}\n")
    for username, role, where in rows:
        click.echo(f"  {username:<14} {role:<{width}}  {where}")
    click.echo()
