"""What the rules refuse, in the reader's language."""

from flask_babel import gettext as _

from kit.errors import RuleViolation


def sentence(refused: RuleViolation) -> str:
    """The refusal as a sentence that says what to do next."""
    known: dict[str, str] = {
        "never_open": _("This calendar has no open time in the next 400 days. Add opening hours."),
        "overlapping_hours": _("Two spans of a day overlap. Join or shorten them."),
        "bad_hours": _("Write hours like 09:00–12:30, 13:30–18:00; 24:00 is the end of the day. Split what passes midnight."),
        "bad_date": _("Write each day like 2026-10-01, one a line."),
        "no_targets": _("A policy without any target promises nothing. Enter at least one."),
        "last_policy": _("This is the last policy. Add another one before you remove it."),
        "bad_order": _("The policies have changed meanwhile. Load the page again."),
        "bad_shape": _("This could not be read. Check what you entered."),
    }
    return known.get(refused.code, known["bad_shape"])
