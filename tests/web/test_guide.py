"""The style guide in a real browser: the policy holds, and the scripts do what they promise."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "path", ["/", "/layout/desk.html", "/layout/work.html", "/layout/store.html", "/layout/message.html", "/error/404"]
)
def test_a_page_keeps_the_content_security_policy(tab: Page, path: str) -> None:
    tab.goto(path)
    expect(tab.locator("h1").first).to_be_visible()
    assert tab.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("width", "path"), [(390, "/layout/store.html"), (390, "/layout/desk.html"), (320, "/error/404"), (1024, "/")]
)
def test_a_page_never_scrolls_sideways(tab: Page, width: int, path: str) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_language_changes_and_comes_back_to_the_page(tab: Page) -> None:
    tab.goto("/layout/store.html")
    tab.get_by_role("button", name="中文").click()
    expect(tab.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(tab.get_by_role("link", name="帮助中心")).to_be_visible()
    assert tab.url.endswith("/layout/store.html")


def test_the_theme_changes_at_once_and_is_kept(tab: Page) -> None:
    tab.goto("/layout/desk.html")
    tab.get_by_role("button", name="Account menu").click()
    with tab.expect_response("**/theme/dark"):
        tab.get_by_role("button", name="Dark theme").click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    tab.reload()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_chart_is_drawn_as_svg_and_has_its_figures(tab: Page) -> None:
    tab.goto("/")
    expect(tab.locator("[data-chart] svg")).to_be_visible()
    tab.get_by_text("Show the figures").click()
    expect(tab.locator(".plot-frame table")).to_be_visible()


def test_a_pressed_button_is_busy_and_a_second_press_sends_nothing(tab: Page) -> None:
    sent: list[str] = []
    tab.route("**/echo", lambda route: sent.append(route.request.url))  # never answered
    tab.goto("/")
    press = "setTimeout(() => done([button.ariaBusy, button.textContent]), 100)"
    twice = f"button => new Promise((done) => {{ button.click(); button.click(); {press}; }})"
    assert tab.get_by_role("button", name="Add note").evaluate(twice) == ["true", "Adding note"]
    assert len(sent) == 1


def test_typed_text_outlives_a_reload(tab: Page) -> None:
    tab.goto("/")
    tab.locator("textarea").fill("The lid of batch KT-2604 cracks.")
    tab.wait_for_timeout(500)
    tab.reload()
    expect(tab.locator("textarea")).to_have_value("The lid of batch KT-2604 cracks.")
    tab.get_by_role("button", name="Discard it").click()
    tab.reload()
    expect(tab.locator("textarea")).to_have_value("")


def test_a_sent_text_is_not_restored(tab: Page) -> None:
    tab.goto("/")
    tab.locator("textarea").fill("Batch KT-2604")
    tab.wait_for_timeout(500)
    tab.evaluate("document.querySelector('textarea').form.reset()")
    tab.evaluate("localStorage.setItem(Object.keys(localStorage)[0], 'Nothing is waiting for you')")  # as in the thread
    tab.reload()
    expect(tab.locator("textarea")).to_have_value("")


def test_a_refused_request_keeps_the_text_and_says_why(tab: Page) -> None:
    tab.goto("/form?to=refuse")
    tab.get_by_label("Letter").fill("The lid cracked.")
    tab.get_by_role("button", name="Send").click()
    expect(tab.get_by_role("alert")).to_contain_text("We are away for a moment")
    expect(tab.get_by_label("Letter")).to_have_value("The lid cracked.")
    expect(tab.get_by_role("button", name="Send")).to_be_enabled()


def test_a_lost_connection_keeps_the_text_and_can_be_tried_again(tab: Page) -> None:
    tab.goto("/form?to=sent")
    tab.route("**/sent", lambda route: route.abort())
    tab.get_by_label("Letter").fill("The lid cracked.")
    tab.get_by_role("button", name="Send").click()
    expect(tab.get_by_role("alert")).to_contain_text("Your text is safe and has not been sent.")
    tab.unroute("**/sent")
    tab.get_by_role("button", name="Try again").click()
    expect(tab.locator("#part")).to_have_text("Thank you.")
    expect(tab.get_by_role("alert")).to_have_count(0)
    assert tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_an_expired_session_keeps_the_text_and_leads_back_to_it(tab: Page) -> None:
    tab.goto("/form?to=expired")
    tab.get_by_label("Letter").fill("The lid cracked.")
    tab.get_by_role("button", name="Send").click()
    way = tab.get_by_role("alert").get_by_role("link", name="Sign in")
    expect(way).to_have_attribute("href", "/login?next=%2Fform%3Fto%3Dexpired")
    tab.reload()
    expect(tab.get_by_label("Letter")).to_have_value("The lid cracked.")


def test_a_refused_form_is_swapped_in_and_its_first_wrong_field_has_the_focus(tab: Page) -> None:
    tab.goto("/form?to=invalid")
    tab.get_by_role("button", name="Send").click()
    expect(tab.get_by_label("Reason")).to_be_focused()


def test_a_script_in_an_answer_never_runs(tab: Page) -> None:
    tab.goto("/form?to=sent")
    hostile = "<p>Thank you.</p><script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
    tab.route("**/sent", lambda route: route.fulfill(body=hostile, content_type="text/html"))
    tab.get_by_role("button", name="Send").click()
    expect(tab.locator("#part")).to_contain_text("Thank you.")
    assert "taken" not in tab.title()


def test_keys_move_select_and_find_help_but_rest_in_fields(tab: Page) -> None:
    tab.goto("/")
    tab.locator("h1").click()
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    expect(tab.locator("[data-row]").nth(1)).to_have_attribute("aria-current", "true")
    tab.keyboard.press("x")
    expect(tab.locator("[data-row] input").nth(1)).to_be_checked()
    expect(tab.locator("[data-selected]")).to_have_text("1 selected")
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-selected]")).to_have_text("0 selected")
    tab.keyboard.press("r")
    tab.keyboard.type("jx")
    expect(tab.locator("[data-row]").nth(1)).to_have_attribute("aria-current", "true")
    expect(tab.locator("[data-selected]")).to_have_text("0 selected")


def test_the_list_of_shortcuts_opens_on_its_key(tab: Page) -> None:
    tab.goto("/layout/desk.html")
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_a_dialog_opens_and_the_focus_returns(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("button", name="Withdraw", exact=True).click()
    expect(tab.get_by_role("dialog", name="Withdraw the proposal?")).to_be_visible()
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.get_by_role("button", name="Withdraw", exact=True)).to_be_focused()


def test_a_stepper_stays_within_its_limits(tab: Page) -> None:
    tab.goto("/")
    for _press in range(3):
        tab.get_by_role("button", name="One more").click()
    expect(tab.get_by_role("spinbutton", name="Quantity")).to_have_value("2")


def test_a_clock_turns_over_and_says_so(tab: Page) -> None:
    tab.clock.install()
    tab.goto("/")
    chip = tab.locator(".sla[data-due]")
    expect(chip).to_have_attribute("data-state", "due")
    tab.clock.fast_forward(20 * 60 * 1000)
    expect(chip).to_have_attribute("data-state", "over")
    expect(chip).to_contain_text("over")
    expect(tab.locator("#announce")).to_have_text("A ticket is past its deadline.")


def test_the_first_wrong_field_is_in_the_summary_and_linked(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="Quantity to return").click()
    assert tab.url.endswith("#quantity")
    expect(tab.get_by_label("Quantity to return")).to_have_attribute("aria-describedby", "quantity-error")
