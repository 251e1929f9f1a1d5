"""The same work done bare, on the product's own server: `python -m benchmarks.floors PORT`.

It is also the mail provider on loopback that takes every letter."""

import os
import sys
from typing import Any

import sqlalchemy as sa
from flask import Flask

from kit.processes.web import Web

WORKERS = 2
_PAGE = """<!doctype html><title>Rows</title><table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.subject }}</td>
<td>{{ row.name }}</td><td>{{ row.status }}</td><td>{{ row.at }}</td></tr>{% endfor %}</table>"""
_ROWS = [
    {"number": f"T-{place:06}", "subject": "My kettle leaks & drips", "name": "Hannah Brooks", "status": "open", "at": "14:32"}
    for place in range(50)
]
_NEWEST = sa.text(
    "SELECT number, subject, requester_id AS name, status, last_message_at AS at FROM ticket ORDER BY last_message_at DESC LIMIT 50"
)


class Bare(Web):
    """The product's web process without the product: there are no connections to take over."""

    def _after_fork(self, _arbiter: Any, _worker: Any) -> None:
        """Nothing is shared."""


def create_app(database_url: str) -> Flask:
    app = Flask("floors")
    engine, template = sa.create_engine(database_url), app.jinja_env.from_string(_PAGE)

    def newest() -> str:
        with engine.connect() as connection:
            return template.render(rows=connection.execute(_NEWEST).all())

    app.add_url_rule("/hello", view_func=lambda: "hello", endpoint="hello")
    app.add_url_rule("/page", view_func=lambda: template.render(rows=_ROWS), endpoint="page")
    app.add_url_rule("/newest", view_func=newest)
    app.add_url_rule("/v3/mail/send", view_func=lambda: ("", 202), endpoint="mail", methods=["POST"])
    return app


if __name__ == "__main__":
    Bare(create_app(os.environ["DATABASE_URL"]), "127.0.0.1", int(sys.argv[1]), WORKERS).run()
