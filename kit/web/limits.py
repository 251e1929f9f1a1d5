"""Comfort limits on costly routes, counted in Redis, in memory when it is away. What must hold is in accounts.throttle (K14)."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_login import current_user


def _who() -> str:
    """The signed-in person, else the network address."""
    return f"user:{current_user.id}" if current_user.is_authenticated else f"address:{request.remote_addr}"


limiter = Limiter(key_func=_who)
searching = limiter.shared_limit("120 per minute", scope="search")
sending = limiter.shared_limit("60 per minute", scope="send")
exporting = limiter.shared_limit("20 per minute", scope="export")


def init_app(app: Flask) -> None:
    url = app.config["SETTINGS"].redis_url
    app.config.update(
        RATELIMIT_STORAGE_URI=f"redis+{url}" if url.startswith("unix://") else url,
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_STRATEGY="moving-window",
        RATELIMIT_HEADERS_ENABLED=True,
        RATELIMIT_ENABLED=not app.config["TESTING"],
    )
    limiter.init_app(app)
