"""A person's reviews: handed out; the words and the name erased, the stars kept in the product's average."""

from datetime import datetime

from kit.privacy import ERASED, Rows, blank, forget, held
from storefront.reviews.models import Review, ReviewVote


def export(person_id: int) -> dict[str, Rows]:
    return {
        "reviews": held(Review, Review.author_id == person_id),
        "votes": held(ReviewVote, ReviewVote.user_id == person_id),
    }


def erase(person_id: int, now: datetime) -> None:
    blank(Review, Review.author_id == person_id, author_name=ERASED, title="", body="", answer="")
    forget(ReviewVote, ReviewVote.user_id == person_id)
