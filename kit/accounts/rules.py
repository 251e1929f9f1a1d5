"""Pure rules about people: addresses, phone numbers, safe return paths."""

import re
import unicodedata
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def normal_email(text: str) -> str | None:
    """The one spelling under which an address is stored and compared, or None when it is none (NFKC, case folded)."""
    try:
        found = validate_email(unicodedata.normalize("NFKC", text).strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return found.normalized.casefold()


def normal_phone(text: str) -> str:
    """Digits only, with a leading + kept, full-width digits folded; the form that is indexed."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return ("+" if folded.startswith("+") else "") + re.sub(r"\D", "", folded)


def safe_next(target: str | None) -> str:
    """A path on this site to go on to, or "/": never another host, scheme or a trick spelling (HARDENING B20)."""
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"} or "\\" in target or _CONTROLS.search(target):
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"


def clean_name(text: str) -> str:
    """A personal name fit for pages and mail headers: no controls, bidi marks, zero-width characters; at most 120 characters."""
    kept = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    return re.sub(r"\s+", " ", "".join(kept)).strip()[:120]
