"""Costly routes answer 429 when somebody asks too often; with Redis away the count goes on in memory."""

import pytest
from flask import Flask
from flask_limiter import Limiter


@pytest.mark.parametrize("storage", ["memory://", "redis://127.0.0.1:1"])
def test_asking_too_often_is_told_when_to_come_back(app: Flask, storage: str) -> None:
    probe = Flask("probe")
    kept = {name: value for name, value in app.config.items() if name.startswith("RATELIMIT_")}
    probe.config.update(kept, RATELIMIT_ENABLED=True, RATELIMIT_STORAGE_URI=storage)
    if storage.startswith("memory"):
        probe.config["RATELIMIT_STORAGE_OPTIONS"] = {}
    limiter = Limiter(key_func=lambda: "somebody")
    probe.add_url_rule("/search", view_func=limiter.shared_limit("2 per minute", scope="search")(lambda: "found"))
    limiter.init_app(probe)
    answers = [probe.test_client().get("/search") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 61
