"""The written parts of the demo hold together: products, pictures, texts in both languages."""

import string
from collections import Counter
from pathlib import Path

import pytest

import helpdesk
from helpdesk.classification.vocabulary import SUBTYPES
from helpdesk.demo import script
from storefront.seed import content

ART = Path(helpdesk.__file__).parent / "static" / "art"
PLACES = {"first", "agent", "product", "order", "carrier", "tracking", "amount", "share", "refund"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_shelves_have_three_levels_and_goods_on_every_lowest_one() -> None:
    parents = {category.slug: category.parent for category in content.categories()}
    leaves = parents.keys() - set(parents.values())
    assert {product.category for product in content.products()} == leaves
    for leaf in leaves:
        assert parents[parents[parents[leaf]]] is None  # type: ignore[index]


def test_forty_products_with_prices_pictures_and_both_languages() -> None:
    products = content.products()
    assert len(products) == 40
    skus = [variant.sku for product in products for variant in product.variants]
    assert len(skus) == len(set(skus))
    for product in products:
        assert 1 <= len(product.variants) <= 4
        assert all(variant.price_minor > 0 for variant in product.variants)
        assert all((ART / f"{picture}.svg").is_file() for picture in product.pictures)
        for words in (product.name, product.summary, product.description, product.care):
            assert words["en"]
            assert words["zh"]


@pytest.mark.parametrize("picture", sorted(ART.glob("*.svg")), ids=lambda path: path.stem)
def test_a_picture_is_small_and_keeps_the_security_policy(picture: Path) -> None:
    drawn = picture.read_text()
    assert len(drawn.encode()) < 3000
    for forbidden in (" style=", "<style", "<script", 'href="http', "<image", " on"):
        assert forbidden not in drawn


def test_two_hundred_customers_have_their_own_mailbox() -> None:
    assert len({person.mailbox for person in script.people()}) == 200
    assert Counter(person.locale for person in script.people()) == {"zh_Hans": 120, "en": 80}


def test_every_kind_of_ticket_is_told_in_both_languages() -> None:
    told = {(talk.category, talk.locale) for talk in script.conversations()}
    assert told == {(category, locale) for category in script.CATEGORIES for locale in ("en", "zh_Hans")}
    assert {talk.subtype for talk in script.conversations()} == {name for names in SUBTYPES.values() for name in names}


def test_every_placeholder_is_known_and_every_text_fits_a_product() -> None:
    slugs = [product.slug for product in content.products()]
    for talk in script.conversations():
        for text in (talk.subject, talk.body, *(line.text for line in talk.thread)):
            assert placeholders(text) <= PLACES
        assert any(talk.is_about(slug) for slug in slugs)
