"""How good answers are: accuracy, macro-F1, confusion and how much could be applied without a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

THRESHOLD = 0.8  # confidence from which a label is applied by itself


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled text and the answer to it: the right category, the two best given, and the confidence."""

    expected: str
    given: str
    second: str
    confidence: float


def accuracy(trials: Sequence[Trial]) -> float:
    """Share of right answers; 0 for no trials."""
    return _share(trial.given == trial.expected for trial in trials)


def top_two(trials: Sequence[Trial]) -> float:
    """Share of trials whose right category is the first or the second answer."""
    return _share(trial.expected in (trial.given, trial.second) for trial in trials)


def macro_f1(trials: Sequence[Trial]) -> float:
    """The mean F1 over the categories that occur among the right answers."""
    scores = per_category(trials)
    return sum(score["f1"] for score in scores.values()) / len(scores) if scores else 0.0


def per_category(trials: Sequence[Trial]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of texts of each category that occurs among the right answers."""
    pairs = confusion(trials)
    scores = {}
    for category in sorted({trial.expected for trial in trials}):
        right = pairs.get((category, category), 0)
        expected = sum(count for (true, _), count in pairs.items() if true == category)
        given = sum(count for (_, answer), count in pairs.items() if answer == category)
        scores[category] = {
            "precision": right / given if given else 0.0,
            "recall": right / expected,
            "f1": 2 * right / (given + expected),
            "texts": expected,
        }
    return scores


def confusion(trials: Sequence[Trial]) -> dict[tuple[str, str], int]:
    """How often each right category got each answer."""
    return dict(Counter((trial.expected, trial.given) for trial in trials))


def above(trials: Sequence[Trial], threshold: float) -> tuple[float, float]:
    """Coverage and accuracy of the answers at least this confident."""
    sure = [trial for trial in trials if trial.confidence >= threshold]
    return len(sure) / len(trials) if trials else 0.0, accuracy(sure)


def summary(trials: Sequence[Trial], threshold: float = THRESHOLD) -> dict[str, float]:
    """The figures of one group of texts, rounded to a tenth of a percent."""
    coverage, sure = above(trials, threshold)
    figures = {
        "accuracy": accuracy(trials),
        "macro_f1": macro_f1(trials),
        "top_two": top_two(trials),
        "coverage": coverage,
        "accuracy_above_threshold": sure,
    }
    return {"texts": len(trials)} | {name: round(figure, 3) for name, figure in figures.items()}


def _share(answers: Iterable[bool]) -> float:
    results = list(answers)
    return sum(results) / len(results) if results else 0.0
