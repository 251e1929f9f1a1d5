"""How a reviewer is named in public."""


def public_name(name: str) -> str:
    """林** for a Chinese name, "Marta K." for others: recognisable to oneself, not to strangers."""
    words = name.split()
    if not words:
        return "***"
    if not words[0].isascii():
        return words[0][0] + "**"
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else words[0]
