"""`python -m bench ROOM …`: measure a room and print its table; without a room, all of them at a small size."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time

ROOMS = {
    "import": "records a second into the database and the search index, beside Zebra and a bare parse",
    "search": "milliseconds a search by several clients, with facets, beside Zebra, SQLite FTS5 and PostgreSQL",
    "http": "milliseconds a page of results by many clients, beside a plain Wagtail page of the same server",
    "growth": "import and search at growing sizes",
    "relevance": "how often the right work is found by spoiled queries, beside Zebra and FTS5",
    "lemmas": "normal forms against gold treebanks, beside Snowball (--file FOLDER of *.conllu)",
    "romanisation": "how much of romanised records comes back in Cyrillic (--file RECORDS.mrc)",
    "sip2": "loans and returns a second by eight self-checks at once (--queries SECONDS), beside bare writes",
    "lending-import": "the same while 100,000 records are imported",
    "lending-search": "how soon the search knows of a loan, and whether the desk is slower for it",
    "lending-year": "a year of a city replayed: facts, tallies, loans a second, bytes a loan",
    "lending-desk": "from the scan to the answer in a browser, and at the server (--queries SCANS)",
    "lending-offline": "what a desk without a line fetches of a branch of 20,000 readers and 60,000 copies",
    "lending-night": "notices, expired holds, re-targeting of a night",
    "bookcrossing": "journeys and the map over --size travelling books, and a hundred finds a second (--queries SECONDS)",
    "voting": "ballots a second of an election whose server is killed three times (--size voters)",
    "programmes": "calendar, feeds and an enrolment that 2,000 people open in a minute (--queries SECONDS)",
    "trailers": "a minute of film from six pictures, voice and music, beside moviepy (--queries SECONDS of film)",
    "fidelity": "what of MARC records does not come home from another dialect, by subfield (--file RECORDS)",
    "marc": "reading, converting and writing of MARC records, beside pymarc",
}
MODULES = {
    "import": "importing", "search": "searching", "http": "pages", "growth": "growing", "marc": "codecs", "sip2": "sip2",
    "fidelity": "fidelity", "programmes": "programmes", "voting": "voting", "bookcrossing": "bookcrossing", "trailers": "trailers",
    "lending-import": "lending_import", "lending-search": "lending_search", "lending-year": "lending_year",
    "lending-desk": "lending_desk", "lending-night": "lending_night", "lending-offline": "lending_offline",
}  # fmt: skip
#: Several rooms by one name.
GROUPS = {
    "lending": (
        "sip2",
        "lending-import",
        "lending-search",
        "lending-year",
        "lending-desk",
        "lending-night",
        "lending-offline",
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure Chytalnia beside others, in the same run, on the same records.",
        epilog="Rooms: " + "; ".join(f"{name} – {about}" for name, about in ROOMS.items()) + ".",
    )
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"any of: {', '.join(ROOMS)}; all if none is named")
    parser.add_argument("--size", type=int, default=10_000, help="records or editions (10000, 100000, 1000000)")
    parser.add_argument("--clients", type=int, help="who ask at once (search: 4, http: 20)")
    parser.add_argument("--queries", type=int, help="searches or pages asked for")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", help="records or texts of your own, where a room takes them")
    parser.add_argument("--no-peers", action="store_true", help="our own figures only")
    options = parser.parse_args()
    rooms = options.rooms or [room for room in ROOMS if room != "lemmas"]
    rooms = [room for named in rooms for room in GROUPS.get(named, (named,))]
    if unknown := [room for room in rooms if room not in ROOMS]:
        parser.error(f"no room {', '.join(unknown)}; there are: {', '.join(ROOMS)}")
    for room in rooms:
        print(f"\n{room}: {ROOMS[room]}", flush=True)
        if room in ("lemmas", "romanisation", "relevance"):
            arguments = _own_arguments(room, options)
            if arguments is None:
                print("  needs --file", file=sys.stderr)
                continue
            sys.argv = [room, *arguments]
            importlib.import_module(f"bench.{room}").main()
        else:
            importlib.import_module(f"bench.{MODULES[room]}").run(options)
    load = os.getloadavg()[0]
    cores = os.cpu_count() or 1
    print(f"\n{time.strftime('%Y-%m-%d %H:%M')}, {cores} cores, load {load:.1f}", end="")
    print(" – others are busy here: believe the CPU seconds" if load > cores * 1.5 else "")
    return 0


def _own_arguments(room: str, options: argparse.Namespace) -> list[str] | None:
    if room == "lemmas":
        return [options.file] if options.file else None
    from . import corpus

    file = options.file or str(corpus.slavic())
    if room == "romanisation":
        return [file]
    return [file, "--queries", str(options.queries or 200), "--seed", str(options.seed)]


if __name__ == "__main__":
    sys.exit(main())
