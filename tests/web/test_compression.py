"""Text is sent compressed to whoever can read it, and stays the same text."""

import gzip

import pytest
from flask import Flask

PACKED = {"Accept-Encoding": "gzip, deflate"}


@pytest.mark.parametrize("path", ["/", "/static/app.css", "/static/icons.svg", "/error/404"])
def test_text_is_packed_and_unpacks_to_itself(guide: Flask, path: str) -> None:
    client = guide.test_client()
    plain, packed = client.get(path), client.get(path, headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert len(packed.data) < 0.7 * len(plain.data)
    if path.startswith("/static"):
        assert gzip.decompress(packed.data) == plain.data


def test_nobody_gets_packed_bytes_unasked(guide: Flask) -> None:
    response = guide.test_client().get("/static/app.css")
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.vary


def test_a_kept_file_is_not_sent_again(guide: Flask) -> None:
    client = guide.test_client()
    tag = client.get("/static/app.css", headers=PACKED).headers["ETag"]
    assert tag.startswith("W/")
    assert client.get("/static/app.css", headers={**PACKED, "If-None-Match": tag}).status_code == 304


def test_a_missing_file_is_a_plain_404(guide: Flask) -> None:
    assert guide.test_client().get("/static/none.css", headers=PACKED).status_code == 404


def test_a_shop_page_fits_a_slow_phone(guide: Flask) -> None:
    client = guide.test_client()
    before_paint = sum(len(client.get(path, headers=PACKED).data) for path in ("/layout/store.html", "/static/app.css"))
    scripts = sum(len(client.get(path, headers=PACKED).data) for path in ("/static/app.js", "/static/vendor/htmx.min.js"))
    assert before_paint + scripts <= 45_000  # leaves 15 kB for what the page says
    assert scripts <= 25_000
