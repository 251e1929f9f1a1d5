"""What changes data: the shop's lexicon, and the labels of texts."""
