"""Pure answers about a text: its language, what it is about, how it sounds and how urgent it is."""
