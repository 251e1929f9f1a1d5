"""Conditions on products that only features above can answer; they register them here as SQL."""

from collections.abc import Callable

from sqlalchemy import ColumnElement

from kit.registry import Registry

IN_STOCK: Registry[Callable[[], ColumnElement[bool]]] = Registry("condition of being in stock")
