"""How products are shown: uploaded pictures in three sizes, and the names of tags."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model


class ProductPicture(Model):
    """What is known of one picture of a product. `key` stands in `Product.pictures`, which has the order; a key that begins with
    "up-" is an upload with its three sizes, any other one a drawing of ours. Rows outlive their place in the gallery, because past
    orders show them."""

    __tablename__ = "product_picture"
    __table_args__ = (UniqueConstraint("product_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    key: Mapped[str] = mapped_column(index=True)
    alt: Mapped[dict[str, str]] = mapped_column(default=dict)
    small_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    large_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))


class Tag(Model):
    """A word on products that customers can filter by."""

    __tablename__ = "tag"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
