"""Answering with a stored file: pictures and videos we re-encoded or checked in place, everything else as a download."""

from flask import current_app, send_file
from werkzeug.wrappers import Response

from kit.uploads.commands import storage
from kit.uploads.models import Upload


def serve(upload: Upload) -> Response:
    """The file, sandboxed. The caller has already decided that the reader may see it."""
    in_place = upload.is_picture or upload.is_video
    response = send_file(
        storage().path(upload.sha256), mimetype=upload.media_type, as_attachment=not in_place, download_name=upload.name,
        conditional=True, etag=upload.sha256,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, max-age=600" if not current_app.testing else "no-store"
    return response
