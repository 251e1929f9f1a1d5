"""The words and limits of the bag."""

from datetime import timedelta

MAX_QUANTITY = 99
MAX_LINES = 50
QUOTE_FOR = timedelta(minutes=30)
GUEST_FOR = timedelta(days=60)  # how long a guest's untouched bag is kept
LOW_STOCK = 3  # "only 3 left"
