"""Files people send: checked by content, pictures re-encoded, kept outside the database, served only to who may see them."""

from flask import Flask

from kit.privacy import keeps
from kit.uploads import privacy
from kit.uploads.storage import Storage


def init_app(app: Flask) -> None:
    """Open the place named by ATTACHMENTS_URL."""
    app.extensions["uploads"] = Storage.at(app.config["SETTINGS"].attachments_url)
    keeps("files", privacy)
