"""One request in this process, to look at its answer and to count its statements."""

from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass

from werkzeug.datastructures import Headers

from benchmarks.house import House
from benchmarks.people import SignedIn
from benchmarks.timing import statements


@dataclass(frozen=True)
class Answer:
    """What came back, and how many statements it took."""

    headers: Headers
    text: str
    statements: int


def first_answer(house: House, path: str, person: SignedIn, form: Mapping[str, object] | None = None) -> Answer:
    """The answer to a request of the person; asked twice, for what is made once only, unless it is a form."""
    if form is None:
        _ask(house, path, person, None)
    return _ask(house, path, person, form)


def _ask(house: House, path: str, person: SignedIn, form: Mapping[str, object] | None) -> Answer:
    browser = house.app.test_client()
    browser.set_cookie("session", person.cookie)
    method = "GET" if form is None else "POST"
    with statements() as sent:
        answer = Context().run(browser.open, path, method=method, data=form)
    if answer.status_code >= 400:
        raise ValueError(f"{answer.status_code} for {path}")
    return Answer(answer.headers, answer.get_data(as_text=True), len(sent))
