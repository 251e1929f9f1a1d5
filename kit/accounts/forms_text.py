"""The words of the registration form, translated when shown."""

from flask_babel import lazy_gettext as _l

NAME = _l("Name")
TERMS = _l("I agree to the terms of service and the privacy notice.")
TERMS_NEEDED = _l("Tick the box to agree to the terms; without it we cannot open an account.")
