"""An evaluation as a document for programs and as a table for people."""

from dataclasses import dataclass

from helpdesk.classification.rules.learning import Lesson
from helpdesk.classification.rules.measures import Trial, confusion, per_category, summary

MOST_CONFUSED = 12
_FIGURES = ("texts", "accuracy", "macro_f1", "top_two", "coverage", "accuracy_above_threshold")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A trial with the language and source its text came from (empty where unknown)."""

    trial: Trial
    language: str
    source: str


def document(labelled: list[Labelled], threshold: float) -> dict[str, object]:
    """The figures over all texts, by language, by source and by category, and the confusion of categories."""
    trials = [item.trial for item in labelled]
    return {
        "threshold": threshold,
        "all": summary(trials, threshold),
        "languages": _by({item.language for item in labelled}, labelled, "language", threshold),
        "sources": _by({item.source for item in labelled}, labelled, "source", threshold),
        "categories": {name: {key: round(value, 3) for key, value in row.items()} for name, row in per_category(trials).items()},
        "confusion": [{"expected": true, "given": given, "texts": count} for (true, given), count in _most_frequent(trials)],
    }


def table(labelled: list[Labelled], threshold: float) -> str:
    """The same for a terminal: one line per group, then the categories most often confused."""
    trials = [item.trial for item in labelled]
    groups = {"all": summary(trials, threshold)}
    for field in ("language", "source"):
        groups |= _by({getattr(item, field) for item in labelled}, labelled, field, threshold)
    lines = [f"{'':28}" + "".join(f"{name.replace('_', ' '):>26}" for name in _FIGURES)]
    lines += [f"{name:28}" + "".join(f"{figures[key]:>26}" for key in _FIGURES) for name, figures in groups.items()]
    lines += ["", f"{'category':28}" + "".join(f"{name:>26}" for name in ("texts", "precision", "recall", "f1"))]
    for name, row in per_category(trials).items():
        lines.append(f"{name:28}{row['texts']:>26}" + "".join(f"{row[key]:>26.3f}" for key in ("precision", "recall", "f1")))
    wrong = [(pair, count) for pair, count in _most_frequent(trials) if pair[0] != pair[1]][:MOST_CONFUSED]
    return "\n".join([*lines, "", *(f"{true} taken for {given}: {count}" for (true, given), count in wrong)])


def lesson_table(learnt: Lesson) -> str:
    """What was learnt, a line each, and whether it helps."""
    lines = [
        f"{item.entry.phrase:32}{item.entry.topic.value:12}weight {item.entry.weight}  seen {item.here}, elsewhere {item.elsewhere}"
        for item in learnt.phrases
    ]
    verdict = f"right answers to {learnt.checked} texts kept aside: {learnt.before:.1%} before, {learnt.after:.1%} after"
    return "\n".join([*lines, f"{len(learnt.phrases)} phrases; {verdict}"])


def _by(names: set[str], labelled: list[Labelled], field: str, threshold: float) -> dict[str, dict[str, float]]:
    return {
        name: summary([item.trial for item in labelled if getattr(item, field) == name], threshold)
        for name in sorted(names)
        if name
    }


def _most_frequent(trials: list[Trial]) -> list[tuple[tuple[str, str], int]]:
    return sorted(confusion(trials).items(), key=lambda item: (-item[1], item[0]))
