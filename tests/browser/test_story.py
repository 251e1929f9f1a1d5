"""The main job, end to end, in real browsers: an order, a complaint, an answer, a return, a refund, a rating, a report.

The customer reads and writes Chinese, the staff English.
"""

import io
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.fixtures.product import Product, until

COMPLAINT = "快递员把包裹丢在雨里，送到的时候包装箱已经压扁，里面的东西也破损了。"


@pytest.fixture
def rows(product: Product) -> Iterator[Callable[..., list[tuple[object, ...]]]]:
    """rows("SELECT …", name=value): what the product's database holds now."""
    engine = sa.create_engine(product.database, isolation_level="AUTOCOMMIT")

    def read(statement: str, **values: object) -> list[tuple[object, ...]]:
        with engine.connect() as connection:
            found = connection.execute(sa.text(statement), values)
            return [tuple(row) for row in found] if found.returns_rows else []

    yield read
    engine.dispose()


@contextmanager
def killed_worker(rows: Callable[..., list[tuple[object, ...]]]) -> Iterator[None]:
    """Kill every worker child, and let the supervising parent bring them back."""
    for (holder,) in rows("SELECT holder FROM heartbeat WHERE process = 'worker' AND at > now() - interval '1 minute'"):
        with suppress(ProcessLookupError):
            os.kill(int(str(holder).rpartition(":")[2]), signal.SIGKILL)
    yield


def photo(name: str, colour: str) -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def last_part(page: Page) -> str:
    return page.url.split("?")[0].split("#")[0].rsplit("/", 1)[-1]


def buy(customer: Person) -> str:
    """Change the page to Chinese, find a product, put it in the bag, check out and pay; returns the order number."""
    page = customer.page
    page.goto("/")
    press(page, "中文")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.locator("a[href^='/p/']").first.click()
    page.locator("form[action='/cart/lines'] button[type=submit], form[action='/cart/lines'] button:not([type])").first.click()
    page.goto("/checkout")
    for name, value in {
        "recipient": "欧阳新",
        "phone": "13800001234",
        "street": "湖滨路1号",
        "region": "杭州市",
    }.items():
        page.fill(f"[name={name}]", value)
    press(page, "提交订单")
    expect(page.get_by_role("heading", name="支付订单")).to_be_visible()
    page.locator("main form[action$='/pay'] button").click()
    page.wait_for_url(re.compile(r"/orders/LD[^/]+$"))
    return last_part(page)


def deliver(staff: Person, number: str) -> None:
    """Send the parcel and note that it was delivered."""
    page = staff.page
    page.goto("/manage/parcels")
    form = page.locator(f"form[action='/manage/parcels/orders/{number}']")
    form.locator("[name=tracking]").fill(f"SF{number[-7:]}")
    form.get_by_role("button").click()
    row = page.locator("tr", has_text=number)
    for status in ("in_transit", "delivered"):
        row.locator("select[name=status]").select_option(status)
        row.get_by_role("button").click()
        page.wait_for_load_state("networkidle")


def complain(customer: Person, number: str) -> str:
    """Write to us about the order; returns the ticket number."""
    page = customer.page
    page.goto(f"/help/tickets/new?order={number}")
    page.fill("[name=body]", COMPLAINT)
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.locator("form[action='/help/tickets/new']").get_by_role("button", name="发送", exact=True).click()
    page.wait_for_url(re.compile(r"/help/tickets/T-"))
    return last_part(page)


def ask_to_return(customer: Person, number: str) -> str:
    """Walk the request wizard; returns the case number."""
    page = customer.page
    page.goto(f"/help/cases/new?order={number}")
    page.locator("input[name=line]").first.check()
    press(page, "继续")
    page.locator("input[name=reason][value=damaged_on_arrival]").check(force=True)
    page.fill("[name=description]", "壶盖裂了一条长缝，一倒水就漏。")
    page.locator("input[type=file]").first.set_input_files([photo("lid.jpg", "teal"), photo("box.jpg", "tan")])  # type: ignore[list-item]
    expect(page.locator(".files figure, .drop [data-chosen]").first).to_be_visible()
    page.get_by_role("button", name="继续", exact=True).last.click()
    page.locator("input[name=type][value=return_refund]").check(force=True)
    page.get_by_role("button", name="继续", exact=True).last.click()
    page.get_by_role("button", name="提交申请", exact=True).click()
    page.wait_for_url(re.compile(r"/help/cases/R-"))
    return last_part(page)


def test_the_whole_story(person: Callable[..., Person], product: Product, rows: Callable[..., list[tuple[object, ...]]]) -> None:
    customer, agent, warehouse = person("customer"), person("agent"), person("warehouse")
    rows("UPDATE survey_settings SET delay_s = 0")

    order = buy(customer)
    deliver(warehouse, order)
    customer.page.goto(f"/orders/{order}")
    expect(customer.page.locator("main")).to_contain_text("已签收")
    customer.shoot("order")

    ticket = complain(customer, order)
    expect(customer.page.locator("main")).to_contain_text("人工客服将在")
    ((category, due),) = rows("SELECT category, next_due_at - created_at FROM ticket WHERE number = :n", n=ticket)
    assert category == "logistics"
    assert 3599 <= due.total_seconds() <= 3600  # type: ignore[attr-defined]

    agent.page.goto("/desk")
    agent.page.goto(f"/desk/tickets/{ticket}")
    expect(agent.page.locator("#context, .context").first).to_contain_text(order)
    agent.page.fill("#body", "I am sorry about the crushed box. Please send the item back; the refund follows the day we have it.")
    with killed_worker(rows):
        agent.page.get_by_role("button", name=re.compile("^Send and set to waiting")).click()
        expect(agent.page.locator(".thread, #conversation").first).to_contain_text("I am sorry about the crushed box")
    agent.shoot("ticket")
    customer.page.goto(f"/help/tickets/{ticket}")
    expect(customer.page.locator("main")).to_contain_text("I am sorry about the crushed box")

    case = ask_to_return(customer, order)
    agent.page.goto(f"/desk/cases/{case}")
    press(agent.page, "Approve")
    customer.page.goto(f"/help/cases/{case}")
    customer.page.locator("[name=carrier]").first.select_option(index=0)
    customer.page.fill("[name=tracking]", f"YT{case[-6:]}")
    press(customer.page, "已寄出")
    warehouse.page.goto(f"/desk/cases/{case}")
    receive_and_inspect(warehouse, case)
    agent.page.goto(f"/desk/cases/{case}")
    agent.shoot("case")
    carry_out = agent.page.get_by_role("button", name="Carry out", exact=True)
    if carry_out.count():
        carry_out.click()
    paid = "SELECT r.status, r.amount_minor FROM refund r WHERE r.case_ref LIKE :n || '%'"
    until(lambda: [row[0] for row in rows(paid, n=case)] == ["succeeded"], seconds=90)
    until(lambda: rows("SELECT state FROM aftersale_case WHERE number = :n", n=case) == [("completed",)], seconds=30)
    ((spent, back),) = rows(
        "SELECT captured_minor, refunded_minor FROM payment p JOIN orders o ON o.id = p.order_id WHERE o.number = :n", n=order
    )
    assert 0 < back <= spent  # type: ignore[operator]

    agent.page.goto(f"/desk/tickets/{ticket}")
    agent.page.fill("#body", "The refund is on its way to your card. Thank you for your patience.")
    agent.page.locator("details.pick--up summary.btn--icon").click()
    press(agent.page, "Send and solve")
    expect(agent.page.locator("main").first).to_contain_text("Solved")
    sent = """
        SELECT count(*) FROM notification n JOIN ticket t ON t.id = n.ticket_id
        WHERE t.number = :n AND n.kind = :k AND n.status = 'sent'
    """
    until(lambda: rows(sent, n=ticket, k="survey") == [(1,)], seconds=120)
    until(lambda: rows(sent, n=ticket, k="acknowledgement") == [(1,)], seconds=120)
    until(lambda: rows(sent, n=ticket, k="agent_reply")[0][0] == 2, seconds=120)
    rate(customer, product, ticket)
    assert rows("SELECT score FROM survey s JOIN ticket t ON t.id = s.ticket_id WHERE t.number = :n", n=ticket) == [(5,)]
    assert rows("SELECT count(*) FROM visit v JOIN ticket t ON t.id = v.ticket_id WHERE t.number = :n", n=ticket) == [(1,)]

    manager = person("manager")
    manager.page.goto("/desk/reports/sla")
    expect(manager.page.locator("main svg").first).to_be_visible()
    expect(manager.page.locator("main")).to_contain_text("%")
    manager.shoot("report")


def receive_and_inspect(warehouse: Person, case: str) -> None:
    """Count in what arrived, then note its grade, where it goes, and a photo."""
    page = warehouse.page
    save = page.locator("button[form='goods-form']:not([type=button])")
    save.first.click()
    expect(page.locator(f"form#goods-form[action='/desk/cases/{case}/inspect']")).to_be_visible()
    page.locator("select[name^='grade-']").first.select_option(index=1)
    page.locator("select[name^='disposition-']").first.select_option(index=1)
    page.locator("input[name^='photos-']").first.set_input_files([photo("found.jpg", "navy")])  # type: ignore[list-item]
    save.first.click()
    expect(page.locator("select[name^='grade-']")).to_have_count(0)


def rate(customer: Person, product: Product, ticket: str) -> None:
    """Open the link of the survey's letter, as the customer does, and answer with the best mark."""
    outbox = product.folder / "outbox"
    letters = [path.read_text(errors="replace") for path in outbox.rglob("*.eml")]
    links = [
        found for letter in letters for found in re.findall(r"/survey/[\w.\-=]+", letter.replace("=\n", "").replace("=3D", "="))
    ]
    assert links
    for link in dict.fromkeys(links):
        customer.page.goto(link)
        if customer.page.locator("input[name=score]").count():
            customer.page.locator("input[name=score][value='5']").check(force=True)
            customer.page.locator("#survey-form").get_by_role("button", name="保存", exact=True).click()
            customer.page.wait_for_load_state("networkidle")
