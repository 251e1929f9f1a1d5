"""The names of staff's words in the reader's language."""

from kit.web.words import gettext as _


def availability_name(key: str) -> str:
    return {"available": _("Available"), "away": _("Away"), "offline": _("Offline")}.get(key, key)
