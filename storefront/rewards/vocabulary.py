"""How long points wait."""

from datetime import timedelta

RELEASE_AFTER = timedelta(days=30)  # from delivery on: no window of ours is longer, but for what a level adds
EXPIRE_AFTER = timedelta(days=365)  # from release on
