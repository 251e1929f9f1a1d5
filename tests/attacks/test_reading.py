"""Looking at a page never changes anything (HARDENING C1)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from kit.accounts.models import User
from kit.db import Model, db
from tests.attacks.world import World, address, rules

SEEN_ONLY = {"user_session": "last_seen_at", "proposal": "seen_at", "article": "opened"}  # that somebody looked, and how often


def state() -> dict[str, str]:
    """A digest of every table, without what may change by looking."""
    found = {}
    for table in Model.metadata.sorted_tables:
        row = f"to_jsonb(t) - '{SEEN_ONLY.get(table.name, '')}'"
        statement = f"SELECT md5(string_agg(({row})::text, ',' ORDER BY ({row})::text)) FROM {table.name} t"
        found[table.name] = db.session.execute(text(statement)).scalar() or ""
    db.session.rollback()
    return found


@pytest.mark.parametrize("who", ["nobody", "owner", "agent", "admin"])
def test_no_page_writes_by_being_read(
    app: Flask, world: World, client: FlaskClient, signed_in: Callable[[User], FlaskClient], who: str
) -> None:
    people: dict[str, Any] = world.people | {"owner": world.owner}
    browser = client if who == "nobody" else signed_in(people[who])
    before = state()
    changed = {}
    for rule, _method in rules(app, "GET"):
        browser.get(address(app, rule, world.arguments(rule)))
        after = state()
        if after != before:
            changed[rule.rule] = {name for name in after if after[name] != before[name]}
        before = after
    assert changed == {}
