"""Who may ask for what until when, by the document of `helpdesk returns eligible`."""

import copy

import pytest

from helpdesk.returns.documents import eligibility
from helpdesk.returns.rules.packs import PACKS, Pack
from kit.errors import RuleViolation

ALL = ["refund_only", "return_refund", "exchange", "repair", "reship", "price_adjust"]
BASE = {
    "line": {
        "delivered_at": "2026-03-10T15:00:00+08:00",
        "quantity": 1,
        "category_path": "home/kettles",
        "flags": [],
        "consents": {},
        "value_minor": 12900,
        "state": "delivered",
        "warranty_days": 365,
    },
    "order": {
        "currency": "CNY",
        "value_minor": 12900,
        "parcels": [{"delivered_at": "2026-03-10T15:00:00+08:00"}],
        "paid_at": "2026-03-08T12:00:00+08:00",
    },
    "request": {
        "type": "return_refund",
        "reason": "no_longer_wanted",
        "evidence": {"photos": 0, "videos": 0},
        "requested_at": "2026-03-12T10:00:00+08:00",
        "attempts": 0,
    },
    "customer": {"member_level": None, "risk": 0},
    "timezone": "Asia/Shanghai",
    "jurisdiction": "CN",
}


def ask(**changes):
    """The answer to the base document with changes such as `request__reason="recall"`."""
    document = copy.deepcopy(BASE)
    for path, value in changes.items():
        *parents, name = path.split("__")
        node = document
        for parent in parents:
            node = node[parent]
        node[name] = value
    return eligibility.answer(document)


def rule_ids(answer):
    return [rule["id"] for rule in answer["rules"]]


def test_a_return_in_time_is_approved_by_itself():
    assert ask() == {
        "allowed": ALL,
        "outcome": "auto_approve",
        "needs": [],
        "rules": [
            {"id": "window.cn", "text": "Can be returned for 7 days from the day after delivery."},
            {"id": "outcome.free_choice", "text": "In time and without a reason: approved, send it back."},
        ],
        "deadline": "2026-03-17T15:59:59Z",
    }


@pytest.mark.parametrize(
    ("state", "allowed"),
    [("unshipped", ["refund_only"]), ("shipped", ["refund_only", "return_refund"]), ("delivered", ALL)],
)
def test_types_fit_the_state_of_the_line(state, allowed):
    delivered_at = BASE["line"]["delivered_at"] if state == "delivered" else None
    assert ask(line__state=state, line__delivered_at=delivered_at)["allowed"] == allowed


def test_repair_needs_a_warranty_or_a_price():
    assert "repair" not in ask(line__warranty_days=0)["allowed"]
    assert "repair" in ask(line__warranty_days=0, line__flags=["paid_repair"])["allowed"]
    assert "repair" not in ask(line__warranty_days=1, request__requested_at="2026-03-12T00:00:00+08:00")["allowed"]


@pytest.mark.parametrize(
    ("jurisdiction", "delivered_at", "zone", "deadline"),
    [
        ("CN", "2026-03-10T00:00:00+08:00", "Asia/Shanghai", "2026-03-17T15:59:59Z"),
        ("CN", "2026-03-10T23:59:59+08:00", "Asia/Shanghai", "2026-03-17T15:59:59Z"),
        ("CN", "2026-03-10T16:30:00Z", "Asia/Shanghai", "2026-03-18T15:59:59Z"),
        ("EU", "2026-03-20T12:00:00+01:00", "Europe/Berlin", "2026-04-03T21:59:59Z"),
        ("default", "2026-03-10T15:00:00+08:00", "Asia/Shanghai", "2026-04-09T15:59:59Z"),
    ],
)
def test_windows_end_with_the_last_instant_of_a_day_of_the_shop(jurisdiction, delivered_at, zone, deadline):
    answer = ask(
        jurisdiction=jurisdiction,
        line__delivered_at=delivered_at,
        order__parcels=[{"delivered_at": delivered_at}],
        timezone=zone,
    )
    assert answer["deadline"] == deadline


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        ("2026-03-17T23:59:59+08:00", "auto_approve"),
        ("2026-03-17T23:59:59.900+08:00", "auto_approve"),
        ("2026-03-18T00:00:00+08:00", "deny"),
    ],
)
def test_the_last_second_still_counts(at, outcome):
    assert ask(request__requested_at=at)["outcome"] == outcome


def test_in_china_each_parcel_counts_by_itself_in_europe_the_last_one():
    parcels = [{"delivered_at": "2026-03-10T15:00:00+08:00"}, {"delivered_at": "2026-03-20T09:00:00+08:00"}]
    assert ask(order__parcels=parcels)["deadline"] == "2026-03-17T15:59:59Z"
    assert ask(order__parcels=parcels, jurisdiction="EU")["deadline"] == "2026-04-03T15:59:59Z"


def test_in_europe_the_window_waits_for_the_last_parcel():
    parcels = [{"delivered_at": "2026-03-10T15:00:00+08:00"}, {"delivered_at": None}]
    answer = ask(order__parcels=parcels, jurisdiction="EU", request__requested_at="2027-01-01T00:00:00Z")
    assert answer["deadline"] is None
    assert answer["outcome"] != "deny"


def test_elsewhere_goods_without_a_scan_count_from_payment_plus_five_days():
    answer = ask(jurisdiction="default", line__delivered_at=None)
    assert answer["deadline"] == "2026-04-12T15:59:59Z"


def test_a_member_level_lengthens_the_free_choice():
    assert ask(customer__member_level="gold")["deadline"] == "2026-03-24T15:59:59Z"
    assert ask(customer__member_level="unknown")["deadline"] == "2026-03-17T15:59:59Z"


@pytest.mark.parametrize("flag", ["custom_made", "perishable", "Fresh", "digital", "periodical"])
def test_goods_of_some_kinds_need_a_fault_to_come_back(flag):
    answer = ask(line__flags=[flag])
    assert answer["outcome"] == "deny"
    assert rule_ids(answer)[0].startswith("exempt.")
    assert "return_refund" not in answer["allowed"]
    assert "repair" in answer["allowed"]


@pytest.mark.parametrize("flag", ["hygiene", "activated", "near_expiry", "flawed"])
def test_other_goods_are_only_excluded_with_a_stored_consent(flag):
    assert ask(line__flags=[flag])["outcome"] == "auto_approve"
    assert ask(line__flags=[flag], line__consents={flag: None})["outcome"] == "auto_approve"
    assert ask(line__flags=[flag], line__consents={flag: False})["outcome"] == "auto_approve"
    assert ask(line__flags=[flag], line__consents={flag: "2026-03-08T12:00:00+08:00"})["outcome"] == "deny"


def test_a_fault_beats_every_exclusion():
    answer = ask(line__flags=["custom_made"], request__reason="wrong_item", request__evidence={"photos": 1})
    assert answer["outcome"] == "auto_approve"


def test_digital_content_in_europe_needs_consent_and_acknowledgement():
    given = {"digital": "2026-03-08T12:00:00+08:00"}
    assert ask(jurisdiction="EU", line__flags=["digital"], line__consents=given)["outcome"] == "auto_approve"
    both = {**given, "digital_acknowledged": "2026-03-08T12:00:05+08:00"}
    assert ask(jurisdiction="EU", line__flags=["digital"], line__consents=both)["outcome"] == "deny"


def test_final_sale_is_an_exclusion_only_where_the_law_leaves_it_open():
    assert ask(jurisdiction="default", line__flags=["final_sale"])["outcome"] == "deny"
    assert ask(jurisdiction="EU", line__flags=["final_sale"])["outcome"] == "auto_approve"


@pytest.mark.parametrize(
    ("reason", "category", "evidence", "needs"),
    [
        ("quality_defect", "home/kettles", {"photos": 0}, ["photos"]),
        ("quality_defect", "home/kettles", {"photos": 1}, ["photos"]),
        ("quality_defect", "home/kettles", {"photos": 2}, []),
        ("quality_defect", ["electronics", "audio"], {"photos": 2}, ["videos"]),
        ("quality_defect", "electronics/audio", {"photos": 0}, ["photos", "videos"]),
        ("quality_defect", "electronics/audio", {"photos": 2, "videos": 1}, []),
        ("not_as_described", "home", {"photos": 1}, ["photos"]),
        ("wrong_item", "home", {"photos": 1}, []),
        ("no_longer_wanted", "electronics", {}, []),
    ],
)
def test_reasons_ask_for_their_evidence(reason, category, evidence, needs):
    answer = ask(request__reason=reason, line__category_path=category, request__evidence=evidence)
    assert answer["needs"] == needs
    assert (answer["outcome"] == "review") == bool(needs)


def test_for_durable_goods_the_shop_must_prove_in_the_first_months():
    durable = {"line__flags": ["durable"], "request__reason": "quality_defect", "request__type": "exchange"}
    assert ask(**durable)["needs"] == []
    assert ask(**durable, request__requested_at="2026-10-01T00:00:00+08:00")["needs"] == ["photos"]


def test_after_the_free_choice_a_fault_still_gives_exchange_and_repair():
    late = {
        "request__reason": "quality_defect",
        "request__evidence": {"photos": 2},
        "request__requested_at": "2026-04-20T10:00:00+08:00",
    }
    refused = ask(**late)
    assert refused["outcome"] == "deny"
    assert rule_ids(refused) == ["window.refund_closed"]
    assert {"exchange", "repair"} <= set(refused["allowed"])
    assert ask(**late, request__type="exchange")["deadline"] == "2027-03-10T15:59:59Z"
    assert ask(**late, request__type="repair")["outcome"] == "review"
    assert ask(**late, jurisdiction="EU")["outcome"] == "auto_approve"


@pytest.mark.parametrize(
    ("changes", "outcome", "rule"),
    [
        ({"line__state": "unshipped", "line__delivered_at": None}, "deny", "type.unshipped"),
        (
            {"line__state": "unshipped", "line__delivered_at": None, "request__type": "refund_only", "customer__risk": 99},
            "auto_approve",
            "outcome.unshipped",
        ),
        ({"customer__risk": 60}, "review", "outcome.risk"),
        ({"customer__risk": 59}, "auto_approve", "outcome.free_choice"),
        ({"line__value_minor": 500_000}, "review", "outcome.high_value"),
        ({"request__reason": "counterfeit"}, "review", "outcome.legal"),
        ({"request__reason": "recall", "customer__risk": 99}, "auto_approve", "outcome.recall"),
        ({"request__attempts": 5}, "auto_approve", "outcome.free_choice"),
        ({"request__attempts": 6}, "deny", "attempts.limit"),
        (
            {"request__reason": "quality_defect", "request__type": "refund_only", "request__evidence": {"photos": 2}},
            "auto_approve",
            "outcome.proven_fault",
        ),
        (
            {
                "request__reason": "quality_defect",
                "request__type": "refund_only",
                "request__evidence": {"photos": 2},
                "line__value_minor": 50_000,
            },
            "review",
            "outcome.review",
        ),
        (
            {
                "request__reason": "damaged_on_arrival",
                "request__evidence": {"photos": 2},
                "request__requested_at": "2026-03-13T10:00:00+08:00",
            },
            "review",
            "outcome.late_report",
        ),
        ({"request__type": "price_adjust", "request__reason": "price_drop"}, "review", "outcome.review"),
    ],
)
def test_the_ladder_says_who_decides(changes, outcome, rule):
    answer = ask(**changes)
    assert answer["outcome"] == outcome
    assert rule_ids(answer)[-1] == rule
    assert all(one["text"] and "%" not in one["text"] for one in answer["rules"])


@pytest.mark.parametrize(
    "changes",
    [
        {"request__type": "teleport"},
        {"request__type": None},
        {"request__reason": "because"},
        {"request__requested_at": None},
        {"request__requested_at": "2026-03-12T10:00:00"},
        {"request__requested_at": "yesterday"},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../etc/passwd"},
        {"jurisdiction": "XX"},
        {"line__state": "eaten"},
        {"line__flags": "fresh"},
        {"line__flags": [1]},
        {"line__consents": {"hygiene": 5}},
        {"line__value_minor": -1},
        {"request__attempts": "two"},
        {"customer__risk": 101},
        {"order__parcels": {}},
    ],
)
def test_a_document_that_makes_no_sense_is_refused(changes):
    with pytest.raises(RuleViolation) as refusal:
        ask(**changes)
    assert refusal.value.code == "bad_input"


@pytest.mark.parametrize("pack", PACKS.values())
def test_a_pack_survives_being_stored(pack):
    assert Pack.from_json(pack.as_json()) == pack
