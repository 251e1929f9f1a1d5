"""Translation with types: the same as flask-babel's functions, which say nothing about theirs."""

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, its named places filled."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of the message that fits the number, which fills `num`."""
    return str(flask_babel.ngettext(one, many, num, **values))
