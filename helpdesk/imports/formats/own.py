"""Our own columns, in English or Chinese: what a shop writes into a spreadsheet when it has no export of its own."""

from decimal import Decimal

from helpdesk.imports import cells
from helpdesk.imports.checks import sound_order
from helpdesk.imports.formats.bitext import headline
from helpdesk.imports.records import (
    AddressRecord,
    CustomerRecord,
    ItemRecord,
    OrderRecord,
    PaymentRecord,
    ProductRecord,
    ReviewRecord,
    Text,
    TicketRecord,
)
from helpdesk.imports.shapes import FORMATS, Beside, Column, Format, Shape, Values, needed, optional, present
from helpdesk.imports.vocabulary import Kind, OrderState

CURRENCY = "CNY"
NONE = Decimal(0)
SHELVES = (">", "/", "›")
WAYS = {
    OrderState.PENDING_PAYMENT: "pending_payment pending created unpaid new 待付款 未付款",
    OrderState.PAID: "paid processing confirmed approved 已付款 待发货 处理中",
    OrderState.SHIPPED: "shipped partially_shipped sent in_transit 已发货 运输中 待收货",
    OrderState.DELIVERED: "delivered signed 已签收 已送达",
    OrderState.COMPLETED: "completed complete done 已完成 交易成功",
    OrderState.CLOSED: "closed cancelled canceled refunded 已取消 已关闭 交易关闭",
}
TICKET_WAYS = {
    "new": "new 新建 待处理",
    "open": "open 处理中 进行中",
    "pending": "pending waiting 等待客户",
    "on_hold": "on_hold 挂起",
    "solved": "solved resolved 已解决",
    "closed": "closed done 已关闭",
}
CATEGORY_WAYS = {
    "quality": "quality 商品质量 质量",
    "logistics": "logistics shipping 物流",
    "service": "service 服务",
    "order": "order 订单",
    "account": "account 账户",
    "other": "other 其他",
}
PRIORITY_WAYS = {"low": "low 低", "normal": "normal medium 普通 中", "high": "high 高", "urgent": "urgent 紧急"}
CHANNEL_WAYS = {
    "web": "web form 网页",
    "email": "email e_mail mail 邮件",
    "phone": "phone call 电话",
    "chat": "chat 在线 聊天",
    "store": "store 门店",
    "api": "api",
}


def _ways(words: dict[str, str]) -> dict[str, str]:
    return {way: word for word, ways in words.items() for way in ways.split()}


STATES = {way: state for state, ways in WAYS.items() for way in ways.split()}


def customer(values: Values, _: Beside | None = None) -> CustomerRecord:
    return CustomerRecord(
        origin_id=values["customer_id"],
        person_id=values["customer_id"],
        name=values["name"],
        email=values["email"],
        phone=values["phone"],
        locale=values["locale"],
        address=_address(values, values["name"]),
        created_at=values["created_at"],
    )


def product(values: Values, _: Beside) -> ProductRecord:
    money = values["currency"] or CURRENCY
    price = values["price"]
    described = values["description"]
    return ProductRecord(
        origin_id=values["product_id"],
        sku=values["sku"] or values["product_id"],
        name=_both(values["name"], values["name_zh"]),
        description=_both(described, values["description_zh"]) if described else None,
        category=_shelves(values["category"]),
        currency=money,
        price_minor=None if price is None else cells.minor(price, money, "price"),
        stock=values["stock"],
        weight_g=values["weight_g"],
        warranty_days=values["warranty_days"],
    )


def order(values: Values, beside: Beside) -> OrderRecord:
    origin_id, money = values["order_id"], values["currency"] or CURRENCY
    items = beside.find(Kind.ITEMS, origin_id)
    buyer = _buyer(values, beside)
    word = values["status"] or OrderState.PAID
    return sound_order(
        OrderRecord(
            origin_id=origin_id,
            number=origin_id,
            status=STATES[word],
            source_status=word,
            currency=money,
            placed_at=values["placed_at"],
            customer=buyer,
            address=_address(values, values["recipient"] or (buyer.name if buyer else "")) or (buyer.address if buyer else None),
            paid_at=values["paid_at"],
            shipped_at=values["shipped_at"],
            delivered_at=values["delivered_at"],
            promised_at=values["promised_at"],
            shipping_minor=cells.minor(values["shipping"] or NONE, money, "shipping"),
            discount_minor=cells.minor(values["discount"] or NONE, money, "discount"),
            carrier=values["carrier"] or "",
            tracking=values["tracking"] or "",
            items=tuple(_item(place, item, money, beside) for place, item in enumerate(items, start=1)),
            payments=tuple(_payment(place, paid, money) for place, paid in enumerate(beside.find(Kind.PAYMENTS, origin_id), 1)),
        )
    )


def review(values: Values, _: Beside) -> ReviewRecord:
    return ReviewRecord(
        origin_id=values["review_id"],
        order_id=values["order_id"],
        product_id=values["product_id"],
        rating=values["rating"],
        title=values["title"] or "",
        body=values["body"] or "",
        posted_at=values["posted_at"],
        author=values["author"] or "",
    )


def ticket(values: Values, _: Beside) -> TicketRecord:
    body, email, name = values["body"], values["email"], values["name"]
    person = email or values["phone"] or name
    requester = person and CustomerRecord(
        origin_id=person, person_id=person, name=name or person, email=email, phone=values["phone"]
    )
    return TicketRecord(
        origin_id=values["ticket_id"],
        subject=values["subject"] or headline(body),
        body=body,
        language=values["language"] or "",
        channel=values["channel"] or "",
        category=values["category"] or "",
        subtype=values["subtype"] or "",
        status=values["status"] or "",
        priority=values["priority"] or "",
        order_id=values["order_id"],
        requester=requester or None,
        created_at=values["created_at"],
    )


def _buyer(values: Values, beside: Beside) -> CustomerRecord | None:
    """From the customers lying beside, else from the order's own columns, else nobody."""
    known = beside.find(Kind.CUSTOMERS, values["customer_id"]) if values["customer_id"] else []
    if known:
        return customer(known[0])
    person = values["customer_id"] or values["email"] or values["phone"]
    if not person:
        return None
    name = values["customer_name"] or values["recipient"] or person
    return CustomerRecord(origin_id=person, person_id=person, name=name, email=values["email"], phone=values["phone"])


def _item(place: int, values: Values, money: str, beside: Beside) -> ItemRecord:
    product_id = values["product_id"]
    known = [] if values["name"] else beside.find(Kind.PRODUCTS, product_id)
    name = _both(known[0]["name"], known[0]["name_zh"]) if known else _both(values["name"] or product_id, None)
    return ItemRecord(
        line_no=values["line_no"] or place,
        product_id=product_id,
        sku=values["sku"] or product_id,
        name=name,
        quantity=values["quantity"],
        unit_price_minor=cells.minor(values["unit_price"], money, "unit_price"),
    )


def _payment(place: int, values: Values, money: str) -> PaymentRecord:
    amount = cells.minor(values["amount"], money, "amount")
    return PaymentRecord(sequence=values["sequence"] or place, method=values["method"] or "other", amount_minor=amount)


def _address(values: Values, recipient: str) -> AddressRecord | None:
    parts = {part: values[part] or "" for part in ("country", "region", "city", "street", "postcode")}
    return AddressRecord(recipient=recipient, phone=values["phone"] or "", **parts) if any(parts.values()) else None


def _both(english: str, chinese: str | None) -> Text:
    return {"en": english, "zh": chinese or english}


def _shelves(path: str | None) -> tuple[Text, ...]:
    """ "Home > Kitchen" as the shelves from the top, three at most."""
    for sign in SHELVES:
        path = path and path.replace(sign, "\n")
    return tuple(_both(name.strip(), None) for name in (path or "").split("\n")[:3] if name.strip())


ID, WORD, LONG = cells.text(100), cells.text(200), cells.text(20_000)
ORDER_ID = ("order_no", "order_number", "订单号", "订单编号")
PRODUCT_ID = ("product_code", "商品编号", "商品编码", "货号")
CUSTOMER_ID = ("customer_no", "客户编号", "会员编号")
EMAIL = Column(read=cells.email, names=("e_mail", "customer_email", "邮箱", "电子邮箱"))
PHONE = Column(read=cells.text(32), names=("mobile", "telephone", "customer_phone", "手机", "手机号", "电话", "联系电话"))
MONEY = Column(read=cells.currency, names=("币种",))
ADDRESS = {
    "country": optional(WORD, "国家"),
    "region": optional(WORD, "province", "state", "省", "省份"),
    "city": optional(WORD, "城市", "市"),
    "street": optional(WORD, "address", "地址", "收货地址", "详细地址"),
    "postcode": optional(cells.text(16), "zip", "postal_code", "邮编"),
}
CUSTOMERS = Shape(
    kind=Kind.CUSTOMERS,
    key="customer_id",
    columns={
        "customer_id": needed(ID, "id", *CUSTOMER_ID),
        "name": needed(WORD, "customer_name", "姓名", "客户姓名"),
        "email": EMAIL,
        "phone": PHONE,
        "locale": optional(cells.text(16), "language", "语言"),
        "created_at": optional(None, "registered_at", "注册时间"),
        **ADDRESS,
    },
    build=customer,
)
PRODUCTS = Shape(
    kind=Kind.PRODUCTS,
    key="product_id",
    columns={
        "product_id": needed(ID, "id", *PRODUCT_ID),
        "name": needed(WORD, "product_name", "商品名称", "名称"),
        "price": present(cells.amount, "unit_price", "价格", "售价", "单价"),
        "sku": optional(ID, "规格编码"),
        "name_zh": optional(WORD, "中文名称"),
        "description": optional(LONG, "描述", "商品描述"),
        "description_zh": optional(LONG, "中文描述"),
        "category": optional(WORD, "分类", "类目", "商品分类"),
        "currency": MONEY,
        "stock": optional(cells.count(), "库存"),
        "weight_g": optional(cells.count(0, 10_000_000), "重量"),
        "warranty_days": optional(cells.count(0, 36_500), "保修天数"),
    },
    build=product,
)
ORDERS = Shape(
    kind=Kind.ORDERS,
    key="order_id",
    columns={
        "order_id": needed(ID, "id", *ORDER_ID),
        "placed_at": needed(None, "order_date", "ordered_at", "created_at", "下单时间", "订单时间", "订单日期"),
        "status": optional(cells.word_of({way: way for way in STATES}), "order_status", "状态", "订单状态"),
        "currency": MONEY,
        "customer_id": optional(ID, *CUSTOMER_ID),
        "customer_name": optional(WORD, "name", "姓名", "客户姓名", "买家"),
        "email": EMAIL,
        "phone": PHONE,
        "recipient": optional(WORD, "收货人", "收件人"),
        "paid_at": optional(None, "付款时间", "支付时间"),
        "shipped_at": optional(None, "发货时间"),
        "delivered_at": optional(None, "签收时间", "送达时间"),
        "promised_at": optional(None, "预计送达"),
        "shipping": optional(cells.amount, "shipping_fee", "freight", "运费"),
        "discount": optional(cells.amount, "优惠", "优惠金额"),
        "carrier": optional(WORD, "快递公司", "承运商"),
        "tracking": optional(ID, "tracking_number", "快递单号", "运单号"),
        **ADDRESS,
    },
    beside=(Kind.ITEMS, Kind.PAYMENTS, Kind.CUSTOMERS, Kind.PRODUCTS),
    build=order,
)
ITEMS = Shape(
    kind=Kind.ITEMS,
    key="order_id",
    columns={
        "order_id": needed(ID, *ORDER_ID),
        "product_id": needed(ID, *PRODUCT_ID),
        "quantity": needed(cells.count(1, 100_000), "qty", "数量"),
        "unit_price": needed(cells.amount, "price", "单价", "价格"),
        "line_no": optional(cells.count(1, 10_000), "行号"),
        "sku": optional(ID, "规格编码"),
        "name": optional(WORD, "product_name", "商品名称"),
    },
)
PAYMENTS = Shape(
    kind=Kind.PAYMENTS,
    key="order_id",
    columns={
        "order_id": needed(ID, *ORDER_ID),
        "amount": needed(cells.amount, "paid", "金额", "支付金额"),
        "method": present(WORD, "payment_method", "支付方式", "付款方式"),
        "sequence": optional(cells.count(1, 1000)),
    },
)
REVIEWS = Shape(
    kind=Kind.REVIEWS,
    key="review_id",
    columns={
        "review_id": needed(ID, "id", "评价编号"),
        "rating": needed(cells.count(1, 5), "score", "stars", "评分", "星级"),
        "body": present(LONG, "text", "comment", "内容", "评价内容"),
        "title": optional(WORD, "标题"),
        "order_id": optional(ID, *ORDER_ID),
        "product_id": optional(ID, *PRODUCT_ID),
        "posted_at": optional(None, "created_at", "date", "评价时间"),
        "author": optional(WORD, "name", "昵称"),
    },
    build=review,
)
TICKETS = Shape(
    kind=Kind.TICKETS,
    key="ticket_id",
    columns={
        "ticket_id": needed(ID, "id", "ticket_no", "工单号", "工单编号"),
        "body": needed(LONG, "message", "text", "description", "内容", "问题描述"),
        "subject": optional(WORD, "title", "标题", "主题"),
        "email": Column(read=cells.email, names=(*EMAIL.names, "requester_email")),
        "name": optional(WORD, "requester", "requester_name", "customer_name", "姓名", "客户姓名"),
        "phone": PHONE,
        "order_id": optional(ID, *ORDER_ID),
        "category": optional(cells.word_of(_ways(CATEGORY_WAYS)), "分类"),
        "subtype": optional(cells.text(40), "子类"),
        "status": optional(cells.word_of(_ways(TICKET_WAYS)), "状态"),
        "priority": optional(cells.word_of(_ways(PRIORITY_WAYS)), "优先级"),
        "channel": optional(cells.word_of(_ways(CHANNEL_WAYS)), "渠道"),
        "language": optional(cells.text(16), "lang", "语言"),
        "created_at": optional(None, "filed_at", "date", "提交时间", "创建时间"),
    },
    build=ticket,
)

FORMATS.add(
    "own",
    Format(
        key="own",
        origin="import",
        label="Our own columns",
        shapes=(CUSTOMERS, PRODUCTS, ORDERS, ITEMS, PAYMENTS, REVIEWS, TICKETS),
    ),
)
