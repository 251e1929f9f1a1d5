"""Which language a text is written in, from its characters alone."""

import re

from helpdesk.classification.vocabulary import Language

_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u3400-\u9fff]")  # letters of neither language: kana, Cyrillic, accents …
_ENGLISH_WORDS = """
    the is are was to of and in my i it you for not have on with this that please order how what can your me be at from
    but do did a no hi hello thanks when where why refund parcel delivery
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
CHARACTERS_PER_WORD = 2  # a Chinese word is about as long as two characters


def language_of(text: str) -> Language:
    """Chinese, English, mixed when the smaller part is a quarter or more of all words, other when it is neither."""
    chinese = len(_CJK.findall(text)) / CHARACTERS_PER_WORD
    latin = [word.lower() for word in _LATIN.findall(text)]
    foreign = len(_FOREIGN.findall(text))
    if foreign > 2 * chinese and foreign * 12 > sum(map(len, latin)):
        return Language.OTHER
    if not chinese and not latin:
        return Language.OTHER
    if chinese and min(chinese, len(latin)) >= (chinese + len(latin)) / 4:
        return Language.MIXED
    if chinese > len(latin):
        return Language.ZH
    return Language.EN if _reads_english(latin) else Language.OTHER


def _reads_english(words: list[str]) -> bool:
    """Short notes pass; longer Latin text must hold some of the words every English sentence has."""
    return len(words) < 6 or sum(word in _ENGLISH for word in words) * 12 >= len(words)
