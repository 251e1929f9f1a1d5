"""What the shipped lexicon answers to the letters shops really get."""

import pytest

from helpdesk.classification.lexicon import shipped_lexicon
from helpdesk.classification.rules.classifier import Classification, classify
from helpdesk.classification.rules.facts import Fact
from helpdesk.classification.vocabulary import SUBTYPES, Category, Intent, Language, Sentiment, Topic, Urgency


def ask(text: str) -> Classification:
    return classify(text, shipped_lexicon())


@pytest.mark.parametrize(
    "text, category, subtype",
    [
        ("快递显示签收了，可是我根本没有收到", "logistics", "signed_not_received"),
        ("下单一个星期了还没发货，什么情况", "logistics", "late"),
        ("你们发错货了，我要的是红色，来的是蓝色", "logistics", "wrong_item"),
        ("少发了一个配件，箱子里没有电源线", "logistics", "missing_item"),
        ("麻烦帮我改一下收货地址，地址写错了", "logistics", "address_change"),
        ("耳机用了三天左边就没声音了", "quality", "defect"),
        ("感觉是假货，防伪码查不到", "quality", "counterfeit"),
        ("客服态度太差了，说话很不耐烦", "service", "attitude"),
        ("发票抬头开错了，请重新开发票", "order", "invoice"),
        ("优惠券用不了", "order", "coupon"),
        ("昨天刚买今天就降价，能补差价吗", "order", "price"),
        ("忘记密码了，登录不上", "account", "login"),
        ("这款水壶有现货吗", "other", "presale"),
        ("Where is my parcel? It should have arrived on Monday.", "logistics", "late"),
        ("Tracking says delivered but I never got anything", "logistics", "signed_not_received"),
        ("You sent me the wrong size", "logistics", "wrong_item"),
        ("The kettle stopped working after two days", "quality", "defect"),
        ("It looks nothing like the picture, misleading description", "quality", "not_as_described"),
        ("Your agent was rude and hung up on me", "service", "attitude"),
        ("Please cancel my order 4432", "order", "cancel"),
        ("I was charged twice for the same purchase", "order", "payment"),
        ("I can't log in, the password reset mail never comes", "account", "login"),
        ("Do you have this lamp in black?", "other", "presale"),
    ],
)
def test_a_plain_letter_gets_its_category_and_subtype(text, category, subtype):
    given = ask(text)
    assert (given.category, given.subtype) == (category, subtype)


@pytest.mark.parametrize(
    "text, intent",
    [
        ("我要退款，钱什么时候退给我", Intent.REFUND_REQUEST),
        ("可以换大一码吗", Intent.EXCHANGE_REQUEST),
        ("转人工", Intent.CONTACT_AGENT),
        ("建议你们增加夜间配送", Intent.SUGGESTION),
        ("保修多久，坏了怎么报修", Intent.REPAIR_INSTALL),
        ("运费多少钱", Intent.SHIPPING_FEE),
        ("I want to talk to a human agent", Intent.CONTACT_AGENT),
        ("How do I return a dress I never wore?", Intent.RETURN_REQUEST),
        ("How much is shipping to Norway?", Intent.SHIPPING_FEE),
        ("It would be nice if you offered gift wrapping", Intent.SUGGESTION),
    ],
)
def test_the_wish_is_recognised(text, intent):
    assert ask(text).intent is intent


def test_a_refund_asked_for_because_of_a_defect_is_about_quality():
    assert ask("The zipper broke after one week, I want my money back").category is Category.QUALITY


@pytest.mark.parametrize(
    "text", ["充电器冒烟了，差点起火", "The battery exploded and burned my hand", "孩子吃了之后呕吐，现在在医院"]
)
def test_danger_is_urgent_and_sounds_negative(text):
    given = ask(text)
    assert (given.urgency, given.sentiment) == (Urgency.URGENT, Sentiment.NEGATIVE)


@pytest.mark.parametrize("text", ["再不处理我就打12315投诉", "I will contact my lawyer if this is not solved", "很急，明天就要用"])
def test_legal_threats_and_deadlines_are_high(text):
    assert ask(text).urgency is Urgency.HIGH


@pytest.mark.parametrize(
    "text, mood",
    [
        ("东西非常好，很满意，推荐购买", Sentiment.POSITIVE),
        ("请问什么时候发货", Sentiment.NEUTRAL),
        ("太差劲了，垃圾，再也不买了", Sentiment.NEGATIVE),
        ("I love it, works perfectly", Sentiment.POSITIVE),
        ("How can I change my password?", Sentiment.NEUTRAL),
        ("This is the worst purchase ever, total garbage", Sentiment.NEGATIVE),
    ],
)
def test_the_mood_has_a_neutral_band(text, mood):
    assert ask(text).sentiment is mood


def test_traditional_characters_and_slips_are_understood():
    assert ask("包裹顯示簽收了，但是我沒有收到貨").subtype == "signed_not_received"
    assert ask("我要退贷").intent is Intent.RETURN_REQUEST
    assert ask("my delivrey never arived").category is Category.LOGISTICS


def test_the_language_is_named():
    texts = {
        "我的快递呢": "zh",
        "where is my order": "en",
        "Не пришёл заказ": "other",
        "😀": "other",
        "我的 order 还没 ship": "mixed",
    }
    assert {text: ask(text).language.value for text in texts} == texts


@pytest.mark.parametrize(
    "text", ["", "   ", "😀😀", "\x00\x00", "....", "\ud800", "a" * 1_000_000, "货" * 1_000_000, "12345", "Ω≈ç√"]
)
def test_anything_gets_an_answer_with_low_confidence(text):
    given = ask(text)
    assert given.category is Category.OTHER
    assert given.confidence < 0.5


def test_every_reason_shown_contributed():
    text = "物流太慢了，等了半个月，快递员态度也不好"
    for reason in ask(text).reasons:
        assert reason.words in text
        assert reason.topic in (Topic.LOGISTICS, Topic.URGENCY)


def test_a_known_fact_is_evidence_and_says_so():
    late = Fact("parcel_late", Topic.LOGISTICS, "late", 4.0, {"en": "The parcel is 3 days late", "zh": "包裹已晚到 3 天"})
    given = classify("什么情况啊", shipped_lexicon(), facts=(late,))
    assert (given.category, given.subtype) == (Category.LOGISTICS, "late")
    assert given.reasons[0].words == "The parcel is 3 days late"


def test_a_repeated_contact_raises_the_urgency():
    again = Fact(
        "repeated_contact", Topic.URGENCY, "high", 3.0, {"en": "Third contact within 72 hours", "zh": "72 小时内第三次联系"}
    )
    assert classify("发票开好了吗", shipped_lexicon(), facts=(again,)).urgency is Urgency.HIGH


def test_subtypes_belong_to_their_category():
    for text in ("坏了", "invoice", "password", "退货", "hello", "态度差", "到哪了"):
        given = ask(text)
        assert given.subtype is None or given.subtype in SUBTYPES[given.category]


def test_language_of_a_mixed_sentence():
    assert ask("我的 jacket 拉链 broken, please refund 谢谢").language is Language.MIXED
