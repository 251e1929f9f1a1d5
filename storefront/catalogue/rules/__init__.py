"""Pure decisions about shelves and products: addresses, texts, the way onto the shelf."""
