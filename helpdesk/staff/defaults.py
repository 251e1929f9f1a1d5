"""What every shop starts with: one team."""

from datetime import datetime

from helpdesk.staff import commands
from helpdesk.staff.vocabulary import DEFAULT_GROUP
from kit.defaults import installs_defaults


@installs_defaults
def install(_now: datetime) -> None:
    commands.install_group(DEFAULT_GROUP, {"en": "Customer care", "zh": "客户服务"}, is_default=True)
