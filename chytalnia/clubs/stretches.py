"""Two memberships of one reader in one club never overlap, and a club never has more members than places: both databases refuse it
by triggers.

SQLite drops triggers when Django rebuilds a table, so they are put back after every migration. A day of leaving may be the
day of joining again: a stretch ends before its last day.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

TABLE = "clubs_membership"
REFUSAL = "memberships of one reader overlap"
_OVERLAP = f"""
    SELECT 1 FROM {TABLE} other WHERE other.club_id = NEW.club_id AND other.reader_id = NEW.reader_id AND other.id <> NEW.id
    AND (NEW.left_on IS NULL OR other.joined_on < NEW.left_on) AND (other.left_on IS NULL OR NEW.joined_on < other.left_on)
    AND (NEW.left_on IS NULL OR NEW.left_on > NEW.joined_on) AND (other.left_on IS NULL OR other.left_on > other.joined_on)
"""  # noqa: S608 - no word of anybody's is in it

FULL = "all places of the club are taken"
_OTHERS = f"SELECT count(*) FROM {TABLE} other WHERE other.club_id = NEW.club_id AND other.left_on IS NULL"  # noqa: S608

_REFUSE_FULL = f"""
    CREATE OR REPLACE FUNCTION chytalnia_refuse_full_club() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE most integer; BEGIN
    IF NEW.left_on IS NOT NULL OR (TG_OP = 'UPDATE' AND OLD.left_on IS NULL AND OLD.club_id = NEW.club_id) THEN RETURN NEW; END IF;
    SELECT places INTO most FROM clubs_club WHERE programme_id = NEW.club_id FOR NO KEY UPDATE;
    IF most IS NOT NULL AND ({_OTHERS} AND other.id <> NEW.id) >= most THEN
    RAISE EXCEPTION '{FULL}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$
"""  # noqa: S608 - no word of anybody's is in it


def guard(using: str = DEFAULT_DB_ALIAS, **_news: Any) -> None:
    """Put the triggers where they are missing; listens to `post_migrate`."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION chytalnia_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF EXISTS ({_OVERLAP}) THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'exclusion_violation'; END IF; "
                "RETURN NEW; END $$"
            )
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {TABLE}_apart BEFORE INSERT OR UPDATE ON {TABLE} "
                "FOR EACH ROW EXECUTE FUNCTION chytalnia_refuse_overlap()"
            )
            # Whoever joins holds the club, so that two who come at once are counted one after the other.
            cursor.execute(_REFUSE_FULL)
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {TABLE}_places BEFORE INSERT OR UPDATE ON {TABLE} "
                "FOR EACH ROW EXECUTE FUNCTION chytalnia_refuse_full_club()"
            )
            return
        for event in ("insert", "update"):
            # SQLite gives a new row its number after this trigger: -1 is nobody's.
            same = _OVERLAP.replace("NEW.id", "COALESCE(NEW.id, -1)")
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {TABLE}_apart_{event} BEFORE {event.upper()} ON {TABLE} "
                f"WHEN EXISTS ({same}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        too_many = f"({_OTHERS}) >= (SELECT places FROM clubs_club WHERE programme_id = NEW.club_id)"  # noqa: S608
        for event, comes in (
            ("insert", "NEW.left_on IS NULL"),
            ("update", "NEW.left_on IS NULL AND (OLD.left_on IS NOT NULL OR OLD.club_id <> NEW.club_id)"),
        ):
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {TABLE}_places_{event} BEFORE {event.upper()} ON {TABLE} "
                f"WHEN {comes} AND {too_many} BEGIN SELECT RAISE(ABORT, '{FULL}'); END"
            )


def loosen(using: str = DEFAULT_DB_ALIAS, **_news: Any) -> None:
    """Take the triggers about places off before migrations: SQLite renames no table of which a trigger of another one speaks."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for event in ("insert", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_places_{event}")
