"""Pure decisions of the after-sales cases: what is refunded, who may ask, what may happen next."""
