"""Input of the lexicon pages: its shape, not its sense."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from helpdesk.classification.models import LexiconPhrase
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.vocabulary import NO_SUBTYPE, SUBTYPES, Category, Intent, Language, Topic
from kit.numbers import whole

LABELS: dict[str, tuple[str, ...]] = {
    **{category.value: (NO_SUBTYPE, *SUBTYPES[category]) for category in Category},
    Topic.URGENCY.value: ("urgent", "high", "low"),
    Topic.SENTIMENT.value: ("positive", "negative", "negation", "neutral"),
}


MEANINGS = [f"{topic}.{label}" for topic, labels in LABELS.items() for label in labels]


class PhraseForm(FlaskForm):  # type: ignore[misc]
    """One phrase: what is looked for, what it means and how strongly."""

    class Meta:
        csrf = False

    phrase = TextAreaField(_("Phrase"), [InputRequired(_("Write the words to look for.")), Length(max=2000)])
    language = SelectField(_("Language"), choices=["zh", "en"])
    meaning = SelectField(_("Means"), choices=MEANINGS)
    intent = SelectField(_("Wish"), choices=["", *(intent.value for intent in Intent)])
    weight = FloatField(_("Weight"), [InputRequired(_("Give a weight from 0.5 to 10.")), NumberRange(0.5, 10)], default=3.0)
    version = HiddenField(default="0")

    @classmethod
    def of(cls, phrase: LexiconPhrase) -> "PhraseForm":
        """The form filled with a stored phrase."""
        return cls(
            formdata=None,
            phrase=phrase.phrase,
            language=phrase.language.value,
            meaning=f"{phrase.topic.value}.{phrase.label or NO_SUBTYPE}",
            intent=phrase.intent.value if phrase.intent else "",
            weight=phrase.weight,
            version=str(phrase.version),
        )

    def entry(self) -> Entry:
        """What was typed, as the rules see it."""
        topic, label = self.meaning.data.split(".")
        intent = Intent(self.intent.data) if self.intent.data else None
        return Entry(
            self.phrase.data,
            Language(self.language.data),
            Topic(topic),
            "" if label == NO_SUBTYPE else label,
            intent,
            self.weight.data,
        )

    @property
    def seen_version(self) -> int:
        return whole(str(self.version.data)) or 0


class TryForm(FlaskForm):  # type: ignore[misc]
    """A text to try the lexicon on."""

    class Meta:
        csrf = False

    text = TextAreaField(_("Text"), [InputRequired(_("Paste or write a text.")), Length(max=20_000)])
