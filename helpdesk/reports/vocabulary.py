"""The words of reports."""

from enum import StrEnum


class Grouping(StrEnum):
    """By what the rows of a report may be gathered."""

    DAY = "day"
    WEEKDAY = "weekday"
    HOUR = "hour"
    CATEGORY = "category"
    CHANNEL = "channel"
    PRIORITY = "priority"
    AGENT = "agent"


class Format(StrEnum):
    """What a report may be written as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class Unit(StrEnum):
    """What the numbers of a column are."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    SECONDS = "seconds"
    SCORE = "score"


FILTERS = ("category", "channel", "priority", "agent")
ASKED = (*FILTERS, "from", "to", "days", "group_by", "metric", "outcome", "day", "weekday", "hour")
"""What an address of the reports may say; links keep nothing else."""
TARGET_PERCENT = 95.0
"""The share of first replies within the target that the shop aims at (PRODUCT T5, design 04)."""
