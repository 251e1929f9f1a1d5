"""The application: settings in, Flask out. The tuple below is the table of contents of the whole product."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from kit import accounts, encryption, logs, queue, uploads, web
from kit.db import Model, db
from kit.settings import Settings
from kit.web.templating import Environment

ROOT = Path(__file__).parents[1]
MIGRATIONS = next(
    (path for path in (ROOT / "migrations", Path(__file__).parent / "migrations") if path.is_dir()), ROOT / "migrations"
)

FEATURES = (
    "storefront.manage",
    "storefront.members",
    "storefront.catalogue",
    "storefront.promotions",
    "storefront.inventory",
    "storefront.cart",
    "storefront.orders",
    "storefront.payments",
    "storefront.shipping",
    "storefront.reviews",
    "storefront.rewards",
    "storefront.risk",
    "storefront.ledger",
    "helpdesk.staff",
    "helpdesk.classification",
    "helpdesk.tickets",
    "helpdesk.sla",
    "helpdesk.proposals",
    "helpdesk.returns",
    "helpdesk.surveys",
    "helpdesk.visits",
    "helpdesk.knowledge",
    "helpdesk.notifications",
    "helpdesk.reports",
    "helpdesk.imports",
)


def create_app(settings: Settings) -> Flask:
    """Build the application from complete settings (both server addresses filled in)."""
    app = Flask("helpdesk", static_folder=str(ROOT / "helpdesk" / "static"), static_url_path="/static", template_folder=None)
    app.jinja_environment = Environment
    app.config.update(_config(settings))
    encryption.install_keys(app.config, settings.field_encryption_keys, settings.secret_key)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / folder) for folder in _TEMPLATES])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.base_url.startswith("https://"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]
    logs.init_app(app)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
    queue.init_app(app, settings.redis_url)
    accounts.init_app(app)
    web.init_app(app)
    uploads.init_app(app)
    for name in FEATURES:
        import_module(name).init_app(app)
    _offer_webhooks_beside_the_api(app)
    return app


def _offer_webhooks_beside_the_api(app: Flask) -> None:
    """Webhooks answer at /webhooks/… and, for providers that were given the API's root, at /api/v1/webhooks/… too."""
    for rule in list(app.url_map.iter_rules()):
        if rule.rule.startswith("/webhooks/"):
            view = app.view_functions[rule.endpoint]
            app.add_url_rule(f"/api/v1{rule.rule}", f"{rule.endpoint}_of_api", view, methods=sorted(rule.methods or ()))


_TEMPLATES = ("kit/web/templates", "storefront/templates", "helpdesk/templates")


def _config(settings: Settings) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SETTINGS": settings,
        "BASE_URL": settings.base_url,
        "MIGRATIONS": str(MIGRATIONS),
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "WTF_CSRF_TIME_LIMIT": None,
        "SQLALCHEMY_DATABASE_URI": settings.database_url.replace("postgresql://", "postgresql+psycopg://").replace(
            "postgres://", "postgresql+psycopg://"
        ),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": 5,
            "max_overflow": 10,
            "pool_timeout": 3,
            "connect_args": {"connect_timeout": 3, "options": "-c statement_timeout=15000 -c timezone=UTC -c lock_timeout=10000"},
        },
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
        "MAX_CONTENT_LENGTH": 110 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 500,
        "TEMPLATES_AUTO_RELOAD": settings.development and not settings.testing,
        "API_TITLE": "Helpdesk",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
    }


metadata = Model.metadata
