"""English words brought to a common form, so that one phrase of the lexicon also means its inflections."""

_DROPPED_WORDS = """
    a an the my our your his her their its this that these those so very really just even also actually ever s t d m ll re
    ve please sir madam totally completely simply literally already 的 了 啊 呀 呢 吧 哦 噢 嘛 啦 呐 哈 嗯 也 都 就
"""
_DROPPED = frozenset(_DROPPED_WORDS.split())
_VERBS = "do does did is are was were have has had would could should"
_CONTRACTED = {"can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not"} | {
    f"{verb}nt": f"{verb} not" for verb in _VERBS.split()
}
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been being",
        "do": "does did done doing",
        "have": "has had having",
        "get": "got gotten getting",
        "come": "came coming",
        "send": "sent sending",
        "take": "took taken taking",
        "pay": "paid paying",
        "buy": "bought buying",
        "break": "broke broken breaking",
        "say": "said saying",
        "tell": "told telling",
        "give": "gave given giving",
        "go": "went gone going",
        "run": "ran running",
        "write": "wrote written writing",
        "throw": "threw thrown throwing",
        "steal": "stole stolen stealing",
        "tear": "tore torn tearing",
        "forget": "forgot forgotten forgetting",
        "make": "made making",
        "keep": "kept keeping",
        "find": "found finding",
        "speak": "spoke spoken speaking",
        "buyer": "buyers",
        "choose": "chose chosen choosing",
        "wear": "wore worn wearing",
        "use": "used using uses",
        "colour": "color colors colours",
    }.items()
    for form in forms.split()
}
_KEPT_WORDS = """
    this his its us yes always perhaps less during thing nothing something anything everything bring spring need speed
"""
_KEPT = frozenset(_KEPT_WORDS.split())
_VOWELS = frozenset("aeiou")


def parts(raw: str) -> list[str]:
    """A written word without its apostrophes: "didn't" → did, not; "it's" → it, s."""
    raw = _CONTRACTED.get(raw, raw)
    if raw.endswith("n't"):
        return [raw[:-3], "not"]
    return raw.replace("'", " ").split()


def dropped(word: str) -> bool:
    """Whether a word carries no meaning for the lexicon."""
    return word in _DROPPED


def stem(word: str) -> str:
    """A common form of an English word: shipped, shipping, ships → ship. Others come back as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _KEPT or not word.isascii():
        return word
    return _ending(_without_suffix(word))


def _without_suffix(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for suffix in ("ing", "ed"):
        rest = word[: -len(suffix)]
        if word.endswith(suffix) and len(rest) > 2 and not _VOWELS.isdisjoint(rest):
            return rest
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _ending(word: str) -> str:
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word
