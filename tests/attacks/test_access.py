"""Every route for every kind of person, on things of somebody else (HARDENING A1, A3, A7, P8).

A new route below /desk, /manage or /api is tried by itself; any other that names a thing needs a row here."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import ADMINS, AGENTS, LEADS, MANAGERS, STAFF, Role
from tests.attacks.world import World, address, missing, rules

PUBLIC = """
    api-docs.openapi_json cart.change cart.coupon cart.put cart.show catalogue.home catalogue.picture catalogue.product
    catalogue.search catalogue.shelf checkout.place checkout.show checkout.summary dev_outbox.html dev_outbox.index
    dev_outbox.show health.alive health.metrics health.ready help.home help.search help.show help.suggestions help.vote
    locale.choose locale.choose_density locale.choose_theme requests.ask requests.create requests.enter_code requests.find
    requests.new requests.redeem security.change_password security.confirm_email security.forgot_password security.login
    security.logout security.mf_recovery security.mf_recovery_codes security.register security.reset_password
    security.send_confirmation security.static security.tf_select security.two_factor_rescue security.two_factor_setup
    security.two_factor_setup_validate security.two_factor_token_validation security.verify security.wan_delete
    security.wan_register security.wan_register_response security.wan_signin security.wan_signin_response security.wan_verify
    security.wan_verify_response static
"""
MAILED = "surveys.refuse surveys.save surveys.show survey_api.save survey_api.show"  # the token of the mail is the key
SIGNED = """
    notification_hooks.receive payment_webhooks.receive shipments_api.receive notification_hooks.receive_of_api
    payment_webhooks.receive_of_api
"""
ANYBODY_SIGNED_IN = "orders.index requests.index reviews.find_helpful start.start"
OWNERS_AND_STAFF = "invoices.download"
OWNERS = """
    addresses.change addresses.edit addresses.make_usual addresses.remove checkout.cancel checkout.cancel_line checkout.pay
    checkout.pay_page invoices.issue invoices.show my_cases.add_tracking my_cases.amend my_cases.cancel my_cases.evidence
    my_cases.pending_file my_cases.show my_cases.supply order_changes.save order_changes.show orders.again orders.confirm
    orders.show proposals.accept proposals.decline proposals.show requests.close requests.file requests.reopen requests.show
    requests.write reviews.create reviews.new
"""
OWNERS_BY_QUERY = "my_cases.advance my_cases.new my_cases.quote"  # the order stands in ?order=
STAFF_ONLY: dict[frozenset[Role], str] = {
    STAFF: """
        cases.evidence cases.index cases.inspect cases.receive cases.show desk.queue manage.index manage_orders.index
        manage_parcels.index manage_parcels.scan manage_parcels.ship
    """,
    AGENTS: """
        articles.insertable cases.approve cases.ask cases.decide cases.reject desk.beat desk.bulk desk.context desk.create
        desk.file desk.new desk.poll desk.save_draft desk.send desk.set_assignee desk.set_category desk.set_priority
        desk.set_status desk.ticket desk.waive offers.create offers.new offers.spoken offers.withdraw
        staff.set_availability visits.create visits.index visits.new visits.record visits.reveal visits.show
    """,
    LEADS: """
        articles.create articles.index articles.new articles.show articles.switch articles.update cases.approve_refund
        cases.payout cases.retry lexicon.create lexicon.index lexicon.show lexicon.switch lexicon.try_text lexicon.update
        reports.behind reports.download reports.index reports.show reports.sla
    """,
    MANAGERS: """
        manage_products.index
        sla.change sla.create sla.index sla.move sla.new sla.retire sla.what_if sla_calendars.change sla_calendars.create
        sla_calendars.index sla_calendars.new survey_settings.save survey_settings.show visit_settings.save
        visit_settings.show
    """,
    ADMINS: "notifications.index notifications.retry",
}
LEAST = {STAFF: "warehouse", AGENTS: "agent", LEADS: "lead", MANAGERS: "manager", ADMINS: "admin"}
OPEN = {*PUBLIC.split(), *MAILED.split(), *SIGNED.split()}
INSIDE = {endpoint: roles for roles, endpoints in STAFF_ONLY.items() for endpoint in endpoints.split()}
MINE = {*OWNERS.split(), *OWNERS_BY_QUERY.split()}
Visit = Callable[..., Any]


@pytest.fixture
def visit(app: Flask, world: World, client: FlaskClient, signed_in: Callable[[User], FlaskClient]) -> Visit:
    """visit("agent", rule, "POST"): knock at a route as somebody, at things of `owner`."""
    browsers = {"nobody": client, "owner": signed_in(world.owner)} | {role: signed_in(user) for role, user in world.people.items()}

    def knock(who: str, rule: Rule, method: str, *, unknown: bool = False, **more: Any) -> Any:
        arguments = world.arguments(rule)
        found = missing(arguments, {value: f"{value[:-2]}ZZ" for value in world.numbers.values()}, rule) if unknown else arguments
        query = {"order": world.numbers["orders"]} if rule.endpoint in OWNERS_BY_QUERY.split() else {}
        return browsers[who].open(address(app, rule, found), method=method, query_string=query, **more)

    return knock


def is_sign_in(answer: Any) -> bool:
    """Sent to the sign-in page, or, for a sent form, shown the way there with its words."""
    return answer.status_code == 401 or (answer.status_code == 302 and answer.location.startswith("/login"))


def is_inside(rule: Rule) -> bool:
    return rule.rule.startswith(("/desk", "/manage"))


def takes_token(rule: Rule) -> bool:
    return rule.rule.startswith("/api/") and rule.endpoint not in OPEN


def test_every_route_has_its_audience(app: Flask) -> None:
    known = OPEN | MINE | {*ANYBODY_SIGNED_IN.split(), *OWNERS_AND_STAFF.split(), *INSIDE}
    others = [rule for rule in app.url_map.iter_rules() if rule.arguments and not is_inside(rule) and not takes_token(rule)]
    assert {rule.endpoint for rule in others if not rule.endpoint.startswith("probe.")} <= known


def test_staff_pages_open_for_their_roles_only(app: Flask, visit: Visit, world: World) -> None:
    wrong = []
    for rule, method in rules(app):
        if not is_inside(rule):
            continue
        roles = INSIDE.get(rule.endpoint, STAFF)
        if (
            not is_sign_in(visit("nobody", rule, method))
            or visit("nobody", rule, method, headers={"HX-Request": "true"}).status_code != 401
        ):
            wrong.append(("nobody", method, rule.rule))
        for who in ("owner", *world.people):
            if Role("customer" if who == "owner" else who) not in roles and visit(who, rule, method).status_code != 403:
                wrong.append((who, method, rule.rule))
        answer = visit(LEAST[roles] if rule.endpoint in INSIDE else "admin", rule, method)
        if answer.status_code in {401, 403} or answer.status_code >= 500 or is_sign_in(answer):
            wrong.append((LEAST[roles], method, rule.rule))
    assert wrong == []


def test_things_of_others_look_like_things_that_do_not_exist(app: Flask, visit: Visit) -> None:
    wrong = []
    for rule, method in sorted(rules(app), key=lambda found: found[0].rule.endswith("/remove")):
        if rule.endpoint not in MINE:
            continue
        nobody = visit("nobody", rule, method)
        if not is_sign_in(nobody) and nobody.status_code != 404:
            wrong.append(("nobody", method, rule.rule))
        for who in ("customer", "warehouse", "admin"):
            foreign, unknown = visit(who, rule, method), visit(who, rule, method, unknown=True)
            if foreign.status_code != 404 or _plain(foreign) != _plain(unknown):
                wrong.append((who, method, rule.rule))
        answer = visit("owner", rule, method)
        if answer.status_code in {401, 403, 404} or answer.status_code >= 500:
            wrong.append(("owner", method, rule.rule))
    assert wrong == []


def test_documents_open_for_their_customer_and_the_shop(app: Flask, visit: Visit) -> None:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == OWNERS_AND_STAFF)
    answers = {who: visit(who, rule, "GET").status_code for who in ("nobody", "customer", "owner", "agent")}
    assert answers == {"nobody": 404, "customer": 404, "owner": 200, "agent": 200}


def test_programs_reach_only_what_their_person_may(app: Flask, world: World, now: Any) -> None:
    """Cookies count for nothing, a scope is needed, and the scope of another customer opens nothing of `owner`."""
    wrong, stranger = [], world.people["customer"]
    all_scopes, none = accounts.create_token(stranger, ["*"], now=now), accounts.create_token(stranger, ["nothing"], now=now)
    for rule, method in rules(app):
        if not takes_token(rule):
            continue
        path, document = address(app, rule, world.arguments(rule)), {"body": "x"} if rule.endpoint == "tickets_api.write" else {}
        for token, expected in (("", {401}), (none, {403}), (all_scopes, {403, 404} if rule.arguments else {200, 403, 422})):
            answer = app.test_client().open(
                path, method=method, json=document, headers={"Authorization": f"Bearer {token}"} if token else {}
            )
            if answer.status_code not in expected or (answer.status_code >= 400 and answer.mimetype != "application/problem+json"):
                wrong.append((method, rule.rule, answer.status_code, answer.text[:200]))
    assert wrong == []


def test_no_other_method_gets_by(app: Flask, world: World, client: FlaskClient) -> None:
    wrong, known = [], {(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    for rule in app.url_map.iter_rules():
        path = address(app, rule, world.arguments(rule))
        for method in ("PUT", "DELETE", "TRACE", "PATCH"):
            if (rule.rule, method) in known:
                continue
            status = client.open(path, method=method).status_code
            if status not in {400, 403, 405}:
                wrong.append((method, rule.rule, status))
    assert wrong == []


def _plain(answer: Any) -> str:
    """The answer's words without the address that was asked for and the number of the request."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", str(answer.text)).replace(answer.headers.get("X-Request-Id", "-"), "")
    return text.replace(quote(answer.request.path), "").replace(answer.request.path, "")
