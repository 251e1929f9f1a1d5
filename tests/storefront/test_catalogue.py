"""The catalogue: shelves that move without broken links, products with history, the way onto the shelf, pictures, tables."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from kit import sheets
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import Conflict, NotAllowed, RuleViolation
from storefront.catalogue import jobs
from storefront.catalogue.commands import editing, publishing, shelving
from storefront.catalogue.commands.editing import VariantDraft
from storefront.catalogue.commands.shelving import ShelfDraft
from storefront.catalogue.models import CatalogueChange, Category, OldAddress, Product, ProductPicture
from storefront.catalogue.queries import managing
from storefront.catalogue.rules import addresses, texts
from storefront.catalogue.vocabulary import DelistReason, ProductStatus
from storefront.promotions.models import Coupon, Promotion

Browse = Callable[[User], FlaskClient]


def shelf(slug: str) -> Category:
    return db.session.scalars(select(Category).where(Category.slug == slug), execution_options={"populate_existing": True}).one()


def history(product: Product) -> list[str]:
    mine = select(CatalogueChange.action).where(CatalogueChange.product_id == product.id)
    return list(db.session.scalars(mine.order_by(CatalogueChange.id)))


def stored(product: Product) -> Product:
    return db.session.get_one(Product, product.id, populate_existing=True)


@pytest.fixture
def change_shelf(manager: User, now: datetime) -> Callable[..., Category]:
    """change_shelf("coffee-tea", slug="hot-drinks", parent="electronics"): rename or move."""

    def change(old: str, **to: Any) -> Category:
        one = shelf(old)
        parent = shelf(to["parent"]).id if to.get("parent") else None if "parent" in to else one.parent_id
        draft = ShelfDraft(slug=to.get("slug", old), name=to.get("name", one.name), parent_id=parent)
        return shelving.change(one.id, draft, seen_version=to.get("seen"), actor=manager, now=now)

    return change


@pytest.fixture
def add_shelf(manager: User, now: datetime) -> Callable[..., Category]:
    def add(slug: str, parent: str | None = None) -> Category:
        above = shelf(parent).id if parent else None
        return shelving.add(ShelfDraft(slug=slug, name={"en": slug, "zh": slug}, parent_id=above), actor=manager, now=now)

    return add


@pytest.fixture
def draft(make_product: Callable[..., Product], manager: User, now: datetime) -> Product:
    """A product that has all it needs but is still a draft."""
    text = {"en": "Text", "zh": "文字"}
    return make_product("DRAFT", 9_900, zh="草稿", on_shelf=False, pictures=["lamp"], description=text)


# shelves


def test_a_renamed_shelf_keeps_its_links(client: FlaskClient, product: Product, change_shelf: Callable[..., Category]) -> None:
    change_shelf("coffee-tea", slug="drinks")
    change_shelf("drinks", slug="hot-drinks")
    for old in ("coffee-tea", "drinks"):
        answer = client.get(f"/c/{old}?sort=cheapest")
        assert (answer.status_code, answer.location) == (301, "/c/hot-drinks?sort=cheapest")
    assert client.get("/c/hot-drinks").status_code == 200


def test_a_shelf_that_gets_its_old_address_back_redirects_no_more(
    client: FlaskClient, category: Category, change_shelf: Callable[..., Category]
) -> None:
    change_shelf("coffee-tea", slug="drinks")
    change_shelf("drinks", slug="coffee-tea")
    assert client.get("/c/coffee-tea").status_code == 200
    assert client.get("/c/drinks").location == "/c/coffee-tea"


def test_a_moved_shelf_takes_all_below_it(
    client: FlaskClient, product: Product, add_shelf: Callable[..., Category], change_shelf: Callable[..., Category]
) -> None:
    add_shelf("brewing", "coffee-tea")
    change_shelf("coffee-tea", parent=None)
    assert (shelf("brewing").path, shelf("brewing").depth) == ("coffee-tea/brewing", 2)
    assert "Gooseneck" in client.get("/c/coffee-tea").get_data(as_text=True)
    assert "Nothing matches." in client.get("/c/home").get_data(as_text=True)


@pytest.mark.parametrize(
    ("slug", "to", "code"),
    [
        ("home", {"parent": "coffee-tea"}, "under_itself"),
        ("coffee-tea", {"slug": "Coffee Tea"}, "bad_slug"),
        ("coffee-tea", {"slug": "home"}, "slug_taken"),
        ("coffee-tea", {"name": {"en": "Only English"}}, "no_name"),
        ("home", {"parent": "a2"}, "too_deep"),
    ],
)
def test_a_tree_that_would_break_is_refused(
    category: Category, add_shelf: Callable[..., Category], change_shelf: Callable[..., Category], slug: str, to: Any, code: str
) -> None:
    add_shelf("a1")
    add_shelf("a2", "a1")
    with pytest.raises(RuleViolation) as refused:
        change_shelf(slug, **to)
    assert refused.value.code == code


def test_nobody_takes_an_address_that_old_links_use(
    category: Category, add_shelf: Callable[..., Category], change_shelf: Callable[..., Category]
) -> None:
    change_shelf("coffee-tea", slug="drinks")
    with pytest.raises(RuleViolation, match="Old links"):
        add_shelf("coffee-tea")


def test_a_removed_shelf_leaves_products_and_links_to_another(
    client: FlaskClient, product: Product, manager: User, add_shelf: Callable[..., Category], now: datetime
) -> None:
    target = add_shelf("tea")
    shelving.remove(shelf("coffee-tea").id, into_id=target.id, actor=manager, now=now)
    assert client.get("/c/coffee-tea").location == "/c/tea"
    assert stored(product).category_id == target.id


def test_a_promotion_follows_its_shelf(coupon: Coupon, category: Category, change_shelf: Callable[..., Category]) -> None:
    @command
    def narrow() -> None:
        db.session.get_one(Promotion, coupon.promotion_id).category_paths = ["home/coffee-tea", "clothing"]

    narrow()
    change_shelf("coffee-tea", slug="drinks")
    paths = db.session.scalars(select(Promotion.category_paths).where(Promotion.id == coupon.promotion_id)).one()
    assert paths == ["home/drinks", "clothing"]


slugs = st.text("abc", min_size=1, max_size=3)


@given(st.lists(slugs, min_size=1, max_size=3), st.lists(slugs, min_size=1, max_size=3), st.lists(slugs, max_size=2))
def test_what_lies_below_stays_below(before: list[str], after: list[str], rest: list[str]) -> None:
    old, new = "/".join(before), "/".join(after)
    moved = addresses.path_after("/".join([*before, *rest]), old, new)
    assert addresses.is_below(moved, new)
    assert moved == "/".join([*after, *rest])


# what is told of a product


def test_a_change_is_kept_with_who_before_and_after(product: Product, manager: User, signed_in: Browse) -> None:
    browser, path = signed_in(manager), f"/manage/products/{product.id}"
    sent = form_of(product) | {"name_en": "Goose Kettle", "slug": "goose-kettle"}
    assert browser.post(path, data=sent).status_code == 303
    change = db.session.scalars(select(CatalogueChange)).one()
    assert (change.actor_id, change.action) == (manager.id, "edited")
    assert {"field": "name_en", "before": "Gooseneck Kettle 0.9 L", "after": "Goose Kettle"} in change.changes
    shown = browser.get(path).get_data(as_text=True)
    assert "Gooseneck Kettle 0.9 L" in shown
    assert "Zhou Min" in shown


def test_a_product_keeps_its_old_links(client: FlaskClient, product: Product, manager: User, signed_in: Browse) -> None:
    for slug in ("goose", "goose-two"):
        signed_in(manager).post(f"/manage/products/{product.id}", data=form_of(stored(product)) | {"slug": slug})
    assert client.get("/p/kt-09?sku=1").location == "/p/goose-two?sku=1"
    assert db.session.scalars(select(func.count()).select_from(OldAddress)).one() == 2


def test_a_stale_page_shows_both_versions_and_keeps_what_was_typed(product: Product, manager: User, signed_in: Browse) -> None:
    browser, path = signed_in(manager), f"/manage/products/{product.id}"
    first = form_of(product)
    browser.post(path, data=first | {"summary_en": "Theirs"})
    answer = browser.post(path, data=first | {"summary_en": "Mine"})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Theirs" in shown
    assert "Mine" in shown
    assert stored(product).summary["en"] == "Theirs"
    again = first | {"summary_en": "Mine", "version": str(stored(product).version)}
    assert browser.post(path, data=again).status_code == 303


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"spu_no": ""}, "spu_no"), ({"slug": "No Spaces"}, "slug"), ({"points_en": "One\nTwo", "points_zh": "一"}, "points_zh"),
        ({"specification_en": "no colon"}, "specification_zh"), ({"category": "999999"}, "category"),
        ({"name_en": "", "name_zh": ""}, "name_en"), ({"name_en": "x" * 161}, "name_en"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_field_and_kept(
    product: Product, manager: User, signed_in: Browse, changes: dict[str, str], field: str
) -> None:
    answer = signed_in(manager).post(f"/manage/products/{product.id}", data=form_of(product) | {"care_en": "kept"} | changes)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in shown
    assert "kept" in shown


def form_of(product: Product) -> dict[str, str]:
    """The form of a product as its page shows it."""
    facts = editing.facts(product)
    return {name: facts[name] for name in facts if name not in {"tags", "flags"}} | {"version": str(product.version)}


def test_lists_are_typed_a_line_each(product: Product, manager: User, signed_in: Browse) -> None:
    lines = {"specification_en": "Capacity: 0.9 L\nPower: 1,200 W", "specification_zh": "容量：0.9 升\n功率：1200 W"}
    signed_in(manager).post(f"/manage/products/{product.id}", data=form_of(product) | lines)
    capacity = {"name": {"en": "Capacity", "zh": "容量"}, "value": {"en": "0.9 L", "zh": "0.9 升"}}
    assert stored(product).specification[0] == capacity
    assert texts.attributes_as_lines(stored(product).specification, "en") == lines["specification_en"]


# variants


def test_a_variant_is_added_and_leads_the_price(product: Product, manager: User, signed_in: Browse) -> None:
    sent = {
        "sku_no": "KT-09-2", "price": "399.50", "compare_at": "459", "tax": "13", "weight": "1200", "warranty": "365",
        "is_active": "y",
        "option_en": "Finish", "option_zh": "颜色", "value_en": "Black", "value_zh": "黑", "version": str(product.version),
    }  # fmt: skip
    assert signed_in(manager).post(f"/manage/products/{product.id}/variants", data=sent).status_code == 303
    after = managing.one(product.id)
    assert (after.price_from_minor, after.compare_at_minor) == (39_950, 45_900)
    assert after.skus[1].options == {"finish": {"name": {"en": "Finish", "zh": "颜色"}, "value": {"en": "Black", "zh": "黑"}}}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "-5"}, "price"), ({"price": "NaN"}, "price"), ({"price": "４５"}, "price"), ({"price": "1e9"}, "price"),
        ({"price": "0"}, "price"), ({"compare_at": "1"}, "compare_at"), ({"sku_no": "KT-09-1"}, "sku_no"), ({"tax": "130"}, "tax"),
        ({"weight": "-1"}, "weight"), ({"value_en": "", "value_zh": ""}, "option_en"),
    ],
)  # fmt: skip
def test_a_bad_variant_is_refused_beside_its_field(
    product: Product, manager: User, signed_in: Browse, changes: dict[str, str], field: str
) -> None:
    good = {"sku_no": "NEW", "price": "10", "tax": "13", "option_en": "Size", "value_en": "L", "is_active": "y"}
    sent = good | {"version": str(product.version)} | changes
    answer = signed_in(manager).post(f"/manage/products/{product.id}/variants", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_a_variant_saved_from_a_stale_page_is_a_conflict(product: Product, manager: User, now: datetime) -> None:
    draft = VariantDraft(sku_no="KT-09-1", price_minor=1)
    with pytest.raises(Conflict):
        editing.save_variant(product.id, product.skus[0].id, draft, seen_version=99, actor=manager, now=now)


# the way onto the shelf


def test_a_second_person_approves(draft: Product, manager: User, make_user: Callable[..., User], now: datetime) -> None:
    other = make_user("admin", "Second Person")
    publishing.submit(draft.id, actor=manager, now=now)
    with pytest.raises(RuleViolation) as refused:
        publishing.approve(draft.id, shelf_at=None, actor=manager, now=now)
    assert refused.value.code == "second_person"
    publishing.approve(draft.id, shelf_at=None, actor=other, now=now)
    assert stored(draft).status is ProductStatus.ON_SHELF
    assert history(draft) == ["submitted", "approved", "shelved"]


def test_who_is_alone_approves_alone(draft: Product, manager: User, now: datetime) -> None:
    publishing.submit(draft.id, actor=manager, now=now)
    assert publishing.approve(draft.id, shelf_at=None, actor=manager, now=now).status is ProductStatus.ON_SHELF


def test_a_planned_product_appears_at_its_time(draft: Product, manager: User, now: datetime, client: FlaskClient) -> None:
    publishing.submit(draft.id, actor=manager, now=now)
    publishing.approve(draft.id, shelf_at=now + timedelta(hours=1), actor=manager, now=now)
    assert client.get("/p/draft").status_code == 404
    assert publishing.due(now) == []
    jobs.shelve_planned()
    jobs.shelve_planned()
    assert client.get("/p/draft").status_code == 200
    assert history(draft).count("shelved") == 1


def test_an_incomplete_product_says_what_is_missing(make_product: Callable[..., Product], manager: User, now: datetime) -> None:
    bare = make_product("BARE", on_shelf=False)
    with pytest.raises(RuleViolation) as refused:
        publishing.submit(bare.id, actor=manager, now=now)
    assert refused.value.particulars["missing"] == ["description", "pictures"]


def test_an_edit_after_submission_begins_again(draft: Product, manager: User, signed_in: Browse, now: datetime) -> None:
    publishing.submit(draft.id, actor=manager, now=now)
    signed_in(manager).post(f"/manage/products/{draft.id}", data=form_of(stored(draft)) | {"name_en": "Other"})
    assert stored(draft).status is ProductStatus.DRAFT


def test_delisting_and_opening_again(product: Product, manager: User, signed_in: Browse) -> None:
    browser, path = signed_in(manager), f"/manage/products/{product.id}"
    browser.post(f"{path}/delist", data={"reason": "quality", "note": "lids crack"})
    after = stored(product)
    assert (after.status, after.delist_reason, after.delist_note) == (ProductStatus.DELISTED, DelistReason.QUALITY, "lids crack")
    browser.post(f"{path}/reopen", data={"note": ""})
    assert stored(product).status is ProductStatus.DELISTED
    browser.post(f"{path}/reopen", data={"note": "new supplier of lids"})
    assert stored(product).status is ProductStatus.DRAFT


@pytest.mark.parametrize("role", ["customer", "agent", "warehouse", "lead"])
def test_only_managers_change_the_catalogue(
    product: Product, make_user: Callable[..., User], signed_in: Browse, now: datetime, role: str
) -> None:
    person = make_user(role)
    with pytest.raises(NotAllowed):
        publishing.delist(product.id, DelistReason.QUALITY, actor=person, now=now)
    for path in ("/manage/products", "/manage/categories", f"/manage/products/{product.id}", "/manage/products/export"):
        assert signed_in(person).get(path).status_code == 403


# many at once


def test_every_row_of_a_bulk_action_has_its_result(draft: Product, product: Product, manager: User, signed_in: Browse) -> None:
    sent = {"id": [draft.id, product.id, 99_999], "step": "submit", "idempotency_key": "b"}
    shown = signed_in(manager).post("/manage/products/bulk", data=sent).get_data(as_text=True)
    assert shown.count("chip--over") == 2
    assert stored(draft).status is ProductStatus.SUBMITTED


def test_ticked_shelves_move_together(
    category: Category, add_shelf: Callable[..., Category], manager: User, signed_in: Browse
) -> None:
    target, one = add_shelf("garden"), add_shelf("pots", "home")
    sent = {"id": [one.id, target.id], "parent": target.id, "idempotency_key": "m"}
    shown = signed_in(manager).post("/manage/categories/bulk", data=sent).get_data(as_text=True)
    assert shelf("pots").path == "garden/pots"
    assert shown.count("chip--over") == 1


def test_a_new_tag_is_typed_on_the_product(product: Product, manager: User, signed_in: Browse) -> None:
    sent = form_of(product) | {"tag_en": "Hand made", "tag_zh": "手工"}
    signed_in(manager).post(f"/manage/products/{product.id}", data=sent)
    assert stored(product).tags == ["hand-made"]
    assert {"en": "Hand made", "zh": "手工"} in [tag.name for tag in managing.tags()]


def test_products_go_out_and_come_back_as_a_table(product: Product, manager: User, signed_in: Browse) -> None:
    browser = signed_in(manager)
    table = sheets.read(browser.get("/manage/products/export?format=xlsx").data)
    assert table.rows[0].cells | {"price": "459.00", "variant": "KT-09-1"} == table.rows[0].cells
    header = ["product", "category", "name_en", "name_zh", "variant", "price", "tax"]
    rows = [
        ["KT-09", "", "", "", "KT-09-1", "449.00", ""], ["NEW-1", "coffee-tea", "New one", "新品", "NEW-1-A", "10", "13"],
        ["NEW-2", "nowhere", "x", "y", "", "", ""], ["KT-09", "", "", "", "KT-09-1", "=1+1", ""],
    ]  # fmt: skip
    sent = {"file": (io.BytesIO(sheets.as_csv(header, rows)), "p.csv"), "idempotency_key": "i"}
    shown = browser.post("/manage/products/import", data=sent).get_data(as_text=True)
    assert shown.count("chip--over") == 2
    assert managing.one(product.id).price_from_minor == 44_900
    assert managing.by_number("NEW-1").status is ProductStatus.DRAFT  # type: ignore[union-attr]
    assert managing.by_number("NEW-2") is None


def test_shelves_come_from_a_table(category: Category, manager: User, signed_in: Browse) -> None:
    table = sheets.as_csv(["slug", "below", "name_en", "name_zh"], [["tea", "coffee-tea", "Tea", "茶"], ["deep", "tea", "D", "深"]])
    sent = {"file": (io.BytesIO(table), "c.csv"), "idempotency_key": "c"}
    shown = signed_in(manager).post("/manage/categories/import", data=sent).get_data(as_text=True)
    assert shelf("tea").path == "home/coffee-tea/tea"
    assert "three levels" in shown


# pictures


def photo() -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "taken at 31.2304 N"
    Image.new("RGB", (2000, 1000), "tan").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_is_made_smaller_and_loses_its_secrets(
    product: Product, manager: User, signed_in: Browse, client: FlaskClient
) -> None:
    sent = {"photos": (io.BytesIO(photo()), "k.jpg"), "alt_en": "Kettle", "alt_zh": "壶", "idempotency_key": "p"}
    assert signed_in(manager).post(f"/manage/products/{product.id}/pictures", data=sent).status_code == 303
    key = stored(product).pictures[-1]
    for size, side in (("small", 160), ("medium", 640), ("large", 1600)):
        answer = client.get(f"/pictures/{key}/{size}")
        picture = Image.open(io.BytesIO(answer.data))
        assert (answer.content_type, picture.size[0], dict(picture.getexif())) == ("image/webp", side, {})
    assert f"/pictures/{key}/medium" in client.get("/p/kt-09").get_data(as_text=True)


def test_what_is_no_picture_is_refused_by_name(product: Product, manager: User, signed_in: Browse) -> None:
    browser = signed_in(manager)
    browser.post(f"/manage/products/{product.id}/pictures", data={"photos": (io.BytesIO(b"<svg/>"), "evil.svg")})
    assert stored(product).pictures == ["kettle", "pourover"]
    assert "evil.svg" in browser.get(f"/manage/products/{product.id}").get_data(as_text=True)


def test_pictures_are_put_in_order_and_taken_away(product: Product, manager: User, signed_in: Browse) -> None:
    path = f"/manage/products/{product.id}/pictures"
    signed_in(manager).post(f"{path}/pourover", data={"act": "move", "place": "0"})
    assert (stored(product).pictures, stored(product).picture) == (["pourover", "kettle"], "pourover")
    signed_in(manager).post(f"{path}/pourover", data={"act": "take_away"})
    signed_in(manager).post(f"{path}/kettle", data={"act": "describe", "alt_en": "A kettle", "alt_zh": "壶"})
    assert stored(product).pictures == ["kettle"]
    assert db.session.scalars(select(ProductPicture.alt)).one() == {"en": "A kettle", "zh": "壶"}


# finding


FOUND = ("gooseneck", "goos", "手冲", "KT-09-1", "ＫＥＴＴＬＥ")
NOT_FOUND = ("冲手", "'&|")


@pytest.mark.parametrize(("words", "found"), [*((one, True) for one in FOUND), *((one, False) for one in NOT_FOUND)])
def test_search_finds_words_and_pairs_of_characters(client: FlaskClient, product: Product, words: str, found: bool) -> None:
    shown = client.get("/search", query_string={"q": words}).get_data(as_text=True)
    assert (shown.partition('id="listing"')[2].find("Gooseneck Kettle 0.9 L") >= 0 and "Nothing matches." not in shown) is found


def test_an_empty_result_suggests_a_spelling(client: FlaskClient, product: Product) -> None:
    shown = client.get("/search?q=gosneck").get_data(as_text=True)
    assert "/search?q=gooseneck" in shown
    assert "Others like these" in shown


def test_products_are_filtered_by_tag_and_stock(client: FlaskClient, make_product: Callable[..., Product]) -> None:
    make_product("GIFT", tags=["gift"])
    make_product("EMPTY", stock=0, tags=["gift"])
    make_product("PLAIN")
    shown = client.get("/?tag=gift&stock=1").get_data(as_text=True)
    assert "/p/gift" in shown
    assert "/p/empty" not in shown
    assert "/p/plain" not in shown
    assert "Gift idea" in shown


def test_the_list_of_products_asks_the_same_for_one_and_for_ten(
    make_product: Callable[..., Product], manager: User, signed_in: Browse, count_queries: Callable[[], Any]
) -> None:
    browser, counts = signed_in(manager), []
    for many in (1, 10):
        for number in range(many):
            make_product(f"N{many}-{number}")
        browser.get("/manage/products")
        with count_queries() as sent:
            browser.get("/manage/products")
        counts.append(len(sent))
    assert counts[0] == counts[1]
