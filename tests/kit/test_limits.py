"""Costly routes answer 429 when somebody asks too often; with Redis away the count goes on in memory."""

from flask import Flask
from flask_limiter import Limiter

from kit.web import limits


def test_asking_too_often_is_told_when_to_come_back() -> None:
    app = Flask("probe")
    limiter = Limiter(key_func=lambda: "somebody", storage_uri="memory://", headers_enabled=True)
    limiter.init_app(app)
    app.add_url_rule("/search", view_func=limiter.shared_limit("2 per minute", scope="search")(lambda: "found"))
    answers = [app.test_client().get("/search") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 60


def test_limits_are_counted_in_our_redis_with_a_fallback(app: Flask) -> None:
    assert app.config["RATELIMIT_STORAGE_URI"].startswith(("redis+unix://", "redis://"))
    assert app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"]
    assert limits.limiter.storage is not None
