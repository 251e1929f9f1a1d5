"""The shop and the customer's side of the desk on a phone: usable by everybody, light, and working without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.audit import findings
from tests.browser.conftest import Person

GUEST_PAGES = ("/", "/search?q=kettle", "/search?q=zzzz", "/p/kettle", "/cart", "/login", "/register", "/reset", "/help",
               "/help/find", "/help/tickets/new", "/nowhere")  # fmt: skip
CUSTOMER_PAGES = ("/orders", "/help/tickets", "/help/tickets/new", "/change", "/tf-setup")
WEIGHT_B, SCRIPT_B = 60_000, 25_000  # before first paint, and of all scripts (PERFORMANCE)

_SHIFTS = (
    "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })"
)
_WEIGHT = """
() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const page = performance.getEntriesByType("navigation")[0].encodedBodySize;
  const files = performance.getEntriesByType("resource");
  const sum = (some) => some.reduce((bytes, file) => bytes + file.encodedBodySize, 0);
  const early = files.filter((file) => file.responseEnd <= paint), scripts = files.filter((file) => file.name.includes(".js"));
  return { before: page + sum(early), script: sum(scripts), shift: window.shift };
}
"""


@pytest.mark.parametrize("locale", ["en", "zh_Hans"])
def test_a_guests_pages_are_usable_by_everybody(person: Callable[..., Person], locale: str) -> None:
    guest = person(phone=True, locale=locale)
    faults = {}
    for path in GUEST_PAGES:
        guest.page.goto(path)
        faults[path] = findings(guest.page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_a_customers_pages_are_usable_by_everybody(person: Callable[..., Person]) -> None:
    customer = person("customer", phone=True)
    customer.page.goto("/orders")
    order = customer.page.locator("main a[href^='/orders/LD']").first.get_attribute("href") or ""
    faults = {}
    for path in (*CUSTOMER_PAGES, order, f"/help/cases/new?order={order.rpartition('/')[2]}"):
        customer.page.goto(path)
        faults[path] = findings(customer.page)
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("path", ["/", "/p/kettle", "/help"])
def test_a_page_is_light_and_does_not_jump(person: Callable[..., Person], path: str) -> None:
    guest = person(phone=True)
    guest.page.add_init_script(_SHIFTS + ".observe({ type: 'layout-shift', buffered: true });")
    guest.page.goto(path)
    guest.page.wait_for_load_state("networkidle")
    measured = guest.page.evaluate(_WEIGHT)
    assert measured["before"] <= WEIGHT_B
    assert measured["script"] <= SCRIPT_B
    assert measured["shift"] == 0


def test_a_guest_writes_to_us_without_script_and_loses_no_word(person: Callable[..., Person]) -> None:
    guest = person(phone=True, script=False)
    guest.page.goto("/help/tickets/new")
    guest.page.fill("[name=name]", "Noa Without")
    guest.page.fill("[name=email]", "not an address")
    guest.page.fill("[name=body]", "My kettle arrived without its lid.")
    send = guest.page.locator("form[action='/help/tickets/new'] button.btn--primary")
    send.click()
    expect(guest.page.locator("#email-error")).to_be_visible()
    expect(guest.page.locator("[role=alert] a[href='#email']")).to_be_visible()
    expect(guest.page.locator("[name=body]")).to_have_value("My kettle arrived without its lid.")
    guest.page.fill("[name=email]", "noa.without@example.com")
    send.click()
    expect(guest.page.locator("main")).to_contain_text(re.compile(r"T-\d+"))
