"""What both kinds of settings have: a name in each language, and the version that was seen."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from kit.numbers import whole


class NamedForm(FlaskForm):  # type: ignore[misc]
    """What both kinds of settings have: a name in each language, and the version that its editor saw."""

    name_en = StringField(_l("Name in English"), [InputRequired(), Length(max=60)])
    name_zh = StringField(_l("Name in Chinese"), [InputRequired(), Length(max=60)])
    seen_version = HiddenField()

    class Meta:
        csrf = False

    @property
    def names(self) -> dict[str, str]:
        return {"en": str(self.name_en.data).strip(), "zh": str(self.name_zh.data).strip()}

    @property
    def seen(self) -> int:
        return whole(str(self.seen_version.data)) or 0
