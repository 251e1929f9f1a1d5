"""The style guide as a small site of its own: the kit's layouts and macros, without a database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask, make_response, render_template, render_template_string, request
from flask_login import LoginManager, UserMixin
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server
from werkzeug.wrappers import Response
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from kit import clock
from kit.profile import Profile
from kit.web import compression, countdown, filters, guard, idempotency, locale, static

ROOT = Path(__file__).parents[2]
bp = Blueprint("guide", __name__, template_folder="templates")
security = Blueprint("security", __name__)


class Agent(UserMixin):
    """Somebody signed in, as the layouts see them."""

    id, name, email, is_staff, is_agent, locale = 3, "Chen Yutong", "agent@example.com", True, True, "en"


class ReturnForm(Form):
    """A form with one accepted and one refused field."""

    order = StringField("Order number", [DataRequired()])
    quantity = StringField("Quantity to return", [Length(max=0, message="You bought 2. Enter 1 or 2.")])
    reason = RadioField("Reason", choices=[SelectChoice("damaged", "Damaged on arrival"), SelectChoice("mind", "Changed my mind")])


def create_guide() -> Flask:
    """The guide under the product's own headers; language and theme by cookie as in the product."""
    app = Flask("guide", template_folder=str(ROOT / "kit/web/templates"), static_folder=str(ROOT / "helpdesk/static"))
    app.config.update(SECRET_KEY="guide", BASE_URL="http://127.0.0.1", WTF_CSRF_ENABLED=True)
    app.extensions["shop_profile"] = (float("inf"), Profile())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    LoginManager(app).request_loader(lambda _request: Agent())
    for part in (compression, locale, filters, countdown, static, guard, idempotency):
        part.init_app(app)
    app.jinja_env.globals["render_slot"] = lambda _slot, **_context: ""  # features registered by other tests stay out of the guide
    for blueprint in (locale.bp, bp, security):
        app.register_blueprint(blueprint)
    return app


@bp.get("/")
def components() -> str:
    form = ReturnForm(MultiDict({"order": "LD260508-8417AA", "quantity": "3", "reason": "damaged"}))
    form.validate()
    now = clock.now()
    return render_template(
        "_ui/components.html", form=form, due_at=now + timedelta(seconds=725), started_at=now - timedelta(minutes=48)
    )


@bp.get("/layout/<name>")
def layout(name: str) -> str:
    source = "{% extends '_ui/' ~ name %}{% block title %}Layout{% endblock %}{% block main %}<h1>Layout</h1>{% endblock %}"
    return render_template_string(source, name=name, nav_current="queue", department="home")


@bp.get("/form")
def htmx_form() -> str:
    """One form that htmx sends to wherever the address says."""
    return render_template("form.html", to=request.args["to"])


@bp.post("/invalid")
def invalid() -> Response:
    return make_response("<p><input aria-label='Reason' aria-invalid='true'></p>", 422)


@bp.post("/expired")
def expired() -> Response:
    return make_response("", 401, {"HX-Trigger": "signed-out"})


@bp.post("/sent")
def sent() -> Response:
    return make_response("<p>Thank you.</p>")


@bp.get("/error/<int:status>")
def error(status: int) -> str:
    return render_template("errors/problem.html", status=status, message="", request_id="0123")


@bp.post("/echo")
def echo() -> Response:
    return make_response("", 204)


@bp.post("/refuse")
def refuse() -> Response:
    return make_response(render_template("errors/_problem.html", status=503, message="", request_id="0123"), 503)


@security.post("/logout")
def logout() -> Response:
    return make_response("", 204)


@security.get("/change")
def change_password() -> Response:
    return make_response("", 204)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine, for a browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
