"""Whatever refers to a person has a keeper that hands it out and erases it, or a reason to stay; nothing new is forgotten."""

import inspect

from flask import Flask
from sqlalchemy.orm import Mapper

from kit import privacy
from kit.accounts.models import User
from kit.db import Model

STAFF_ONLY = "says which colleague worked; no customer stands in it"
STAYS = {
    "agent_state": STAFF_ONLY,
    "article": STAFF_ONLY,
    "coupon": "which pseudonym may use it; no words",
    "coupon_use": "counts a budget by pseudonym; no words",
    "group_member": STAFF_ONLY,
    "lexicon_phrase": STAFF_ONLY,
    "promotion_use": "counts a budget by pseudonym; no words",
    "receipt": STAFF_ONLY,
    "return_parcel": "the parcel's number proves a carriage, as a shipment's does",
    "sla_calendar_version": STAFF_ONLY,
    "sla_policy_version": STAFF_ONLY,
    "survey_refusal": "that a pseudonym wants no surveys; no words",
    "ticket_presence": STAFF_ONLY,
    "visit_refusal": "that a pseudonym wants no calls; no words",
}


def refer_to_people() -> dict[str, Mapper[Model]]:
    """Every table with a column that names a person."""
    people = User.__table__.c.id
    return {
        mapper.local_table.name: mapper  # type: ignore[attr-defined]
        for mapper in Model.registry.mappers
        if any(key.column is people for column in mapper.local_table.columns for key in column.foreign_keys)
    }


def test_every_table_that_names_a_person_has_a_keeper_or_a_reason(app: Flask) -> None:
    kept = "\n".join(inspect.getsource(keeper) for keeper in privacy.keepers().values())  # type: ignore[arg-type]
    forgotten = {name for name, mapper in refer_to_people().items() if mapper.class_.__name__ not in kept} - STAYS.keys()
    assert forgotten == set(), "give the feature's privacy.py its part, or explain here why nothing of it must go"


def test_the_list_of_reasons_holds_nothing_that_is_gone(app: Flask) -> None:
    assert STAYS.keys() <= refer_to_people().keys()
