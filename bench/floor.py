"""The floor under lending: the rows that a loan and a return write, by bare SQL, nothing read, nothing judged, nobody asked.

The same tables with the same columns and indexes, but empty, beside those of the network; the same database with the same
settings, as many clients as there are machines, one transaction for a loan and one for a return.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from . import corpus
from .seeded import Seeded

#: Tables that an act writes to; a copy of each stands beside it while this runs.
_CODE = """
import json, random, sqlite3, sys, threading, time, uuid
import django; django.setup()
from django.db import connection, connections
clients, seconds = int(sys.argv[1]), float(sys.argv[2])
TABLES = ("catalogue_item", "catalogue_work", "search_outbox", "journal_fact", "journal_tally", "lending_loan",
          "lending_act", "lending_visit")
ROWS = 20000
pg = connection.vendor == "postgresql"
with connection.cursor() as c:
    for table in TABLES:
        c.execute(f"DROP TABLE IF EXISTS floor_{table}")
        if pg:
            c.execute(f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING ALL)")
            c.execute(f"CREATE SEQUENCE IF NOT EXISTS floor_{table}_seq OWNED BY floor_{table}.id")
            c.execute(f"ALTER TABLE floor_{table} ALTER COLUMN id DROP IDENTITY IF EXISTS")
            c.execute(f"ALTER TABLE floor_{table} ALTER COLUMN id SET DEFAULT nextval('floor_{table}_seq')")
        else:
            c.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') AND sql IS NOT NULL"
                      " ORDER BY type DESC", [table])
            for (sql,) in c.fetchall():
                sql = sql.replace(f'"{table}"', f'"floor_{table}"', 1) if sql.startswith("CREATE TABLE") else (
                    sql.replace("INDEX \\"", "INDEX \\"floor_", 1).replace(f'ON "{table}"', f'ON "floor_{table}"', 1))
                c.execute(sql)
    for table in TABLES[:2]:
        c.execute(f"INSERT INTO floor_{table} SELECT * FROM {table} ORDER BY id LIMIT {ROWS}")
    c.execute("SELECT id FROM floor_catalogue_item ORDER BY id")
    ITEMS = [row[0] for row in c.fetchall()]
    c.execute("SELECT id FROM floor_catalogue_work ORDER BY id")
    WORKS = [row[0] for row in c.fetchall()]
    c.execute("SELECT id, home_unit_id FROM people_reader ORDER BY id LIMIT 20000")
    READERS = c.fetchall()
connection.close()
DAY = "2026-01-05"
NOW = "2026-01-05 10:00:00" + ("+00" if pg else "")
lock = threading.Lock()

def client(n, lends, backs):
    try:
        _client(n, lends, backs)
    except BaseException:
        # A client that fell would hold its lock, and the others wait for ever.
        import os, traceback
        traceback.print_exc()
        os._exit(1)

def _client(n, lends, backs):
    rng = random.Random(n)
    connection.ensure_connection()
    raw = connection.connection
    mark = "%s" if pg else "?"
    def q(sql): return sql.replace("$", mark)
    fact = q("INSERT INTO floor_journal_fact (kind, unit_id, day, audience, place, document_kind, language, knowledge, quantity,"
             " at, source_kind, source_id, note, key, recorded_at) VALUES "
             "($,$,$,'age_18_35','onsite','book','ukr','fiction',1,$,'lending.act',$,'',$,$) RETURNING id")
    tally = q("INSERT INTO floor_journal_tally (kind, unit_id, day, audience, place, document_kind, language, knowledge, quantity)"
              " VALUES ($,$,$,'age_18_35','onsite','book','ukr','fiction',1) ON CONFLICT (kind, unit_id, day, audience, place,"
              " document_kind, language, knowledge) DO UPDATE SET quantity = floor_journal_tally.quantity + 1")
    act = q("INSERT INTO floor_lending_act (key, kind, unit_id, device, channel, at, recorded_at, reader_id, item_id, loan_id,"
            " fact_id, detail, changes) VALUES ($,$,$,'machine','sip2',$,$,$,$,$,$,$,$)")
    loan = q("INSERT INTO floor_lending_loan (item_id, reader_id, unit_id, mode, issued_at, due_on, renewals, state, reminded,"
             " audience, reader_category, document_kind, language, knowledge, shelf_status, carrier, override) VALUES "
             "($,$,$,'home',$,$,0,'out',0,'age_18_35','adult','book','ukr','fiction','available','','') RETURNING id")
    changes = json.dumps([["loan", 1, None, {"state": "out", "due_on": DAY, "renewals": 0, "returned_at": None}],
                          ["item", 1, {"status": ["available", "on_loan"]}]])
    until = time.perf_counter() + seconds
    begin = "BEGIN" if pg else "BEGIN IMMEDIATE"
    cur = raw.cursor()
    def one(kind, item, work, reader, unit, status, loan_id, last):
        if not pg: lock.acquire()
        try:
            cur.execute(begin)
            if loan_id is None:
                cur.execute(loan, (item, reader, unit, NOW, DAY)); loan_id = cur.fetchone()[0]
            else:
                cur.execute(q("UPDATE floor_lending_loan SET state='returned', returned_at=$, returned_unit_id=$ WHERE id=$"),
                            (NOW, unit, loan_id))
            cur.execute(q("UPDATE floor_catalogue_item SET status=$, changed_at=$ WHERE id=$"), (status, NOW, item))
            cur.execute(q("UPDATE floor_catalogue_work SET available_count=available_count+1, popularity=popularity+1"
                          " WHERE id=$"), (work,))
            cur.execute(q("INSERT INTO floor_search_outbox (kind, object_pk, at, urgent) VALUES ('work', $, $, $)"),
                        (str(work), NOW, True))
            key = uuid.uuid4()
            cur.execute(fact, (kind, unit, DAY, NOW, str(key), f"lending:{key}", NOW)); fact_id = cur.fetchone()[0]
            cur.execute(tally, (kind, unit, DAY))
            cur.execute(act, (str(key) if pg else key.hex, kind, unit, NOW, NOW, reader, item, loan_id, fact_id, "{}", changes))
            cur.execute("COMMIT")
        finally:
            if not pg: lock.release()
        return loan_id
    mine = ITEMS[n::clients]
    while time.perf_counter() < until:
        item, work = rng.choice(mine), rng.choice(WORKS)
        reader, unit = rng.choice(READERS)
        a = time.perf_counter()
        made = one("lend", item, work, reader, unit, "on_loan", None, False)
        b = time.perf_counter()
        one("take_back", item, work, reader, unit, "available", made, True)
        lends.append((b - a) * 1000); backs.append((time.perf_counter() - b) * 1000)
    connection.close()

lends, backs = [], []
began = time.perf_counter()
threads = [threading.Thread(target=client, args=(n, lends, backs)) for n in range(clients)]
for t in threads: t.start()
for t in threads: t.join()
wall = time.perf_counter() - began
with connection.cursor() as c:
    for table in TABLES:
        c.execute(f"DROP TABLE floor_{table}")
def at(rows, share): rows = sorted(rows); return rows[min(len(rows) - 1, int(len(rows) * share))]
print(json.dumps({"pairs": len(lends) / wall, "lend": [at(lends, .5), at(lends, .95)], "back": [at(backs, .5), at(backs, .95)]}))
"""


@dataclass(frozen=True, slots=True)
class Floor:
    pairs: float
    #: median and 95th percentile, milliseconds
    lend: tuple[float, float]
    back: tuple[float, float]


def measure(site: Seeded, *, clients: int, seconds: float) -> Floor:
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(clients), str(seconds)], env=site.env, cwd=corpus.ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    said = json.loads(done.stdout.splitlines()[-1])
    return Floor(said["pairs"], tuple(said["lend"]), tuple(said["back"]))
