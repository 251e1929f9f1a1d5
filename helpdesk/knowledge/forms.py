"""Input of the help centre's pages: its shape, not its sense."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from helpdesk.classification.vocabulary import SUBTYPES
from helpdesk.knowledge.commands.writing import Draft
from helpdesk.knowledge.models import Article
from helpdesk.knowledge.rules.naming import slug_of
from helpdesk.knowledge.vocabulary import Section
from kit.numbers import whole

TOPICS = [subtype for subtypes in SUBTYPES.values() for subtype in subtypes]
_NEEDED = _("Please fill this in, in both languages.")


class ArticleForm(FlaskForm):  # type: ignore[misc]
    """An article in both languages."""

    class Meta:
        csrf = False

    title_en = StringField(_("Title, English"), [InputRequired(_NEEDED), Length(max=120)])
    title_zh = StringField(_("Title, Chinese"), [InputRequired(_NEEDED), Length(max=120)])
    summary_en = StringField(_("Summary, English"), [InputRequired(_NEEDED), Length(max=240)])
    summary_zh = StringField(_("Summary, Chinese"), [InputRequired(_NEEDED), Length(max=240)])
    body_en = TextAreaField(_("Text, English"), [InputRequired(_NEEDED), Length(max=20_000)])
    body_zh = TextAreaField(_("Text, Chinese"), [InputRequired(_NEEDED), Length(max=20_000)])
    section = SelectField(_("Section"), choices=[section.value for section in Section])
    topics = SelectMultipleField(_("Answers questions about"), choices=TOPICS)
    slug = StringField(_("Address"), [Length(max=80)])
    position = IntegerField(_("Position"), [Optional(), NumberRange(0, 100_000)], default=1000)
    version = HiddenField(default="0")

    @classmethod
    def of(cls, article: Article) -> "ArticleForm":
        """The form filled with a stored article."""
        texts = {f"{name}_{language}": getattr(article, name).get(language, "") for name in _TEXTS for language in ("en", "zh")}
        place = {"section": article.section.value, "topics": article.topics, "slug": article.slug, "position": article.position}
        return cls(formdata=None, **texts, **place, version=str(article.version))

    def draft(self) -> Draft:
        """What was typed; without an address one is made of the English title."""
        title, summary, body = ({language: self[f"{name}_{language}"].data.strip() for language in ("en", "zh")} for name in _TEXTS)
        return Draft(
            slug=self.slug.data.strip() or slug_of(title["en"]),
            section=Section(self.section.data),
            position=1000 if self.position.data is None else self.position.data,
            title=title,
            summary=summary,
            body=body,
            topics=tuple(self.topics.data or ()),
        )

    @property
    def seen_version(self) -> int:
        return whole(str(self.version.data)) or 0


_TEXTS = ("title", "summary", "body")
