"""Which lexicon answers outside the application: the shop's own where a database is configured, else the shipped one."""

import os
import sys

from helpdesk.classification.lexicon import shipped_lexicon
from helpdesk.classification.rules.matching import Lexicon


def lexicon_in_use() -> Lexicon:
    """The lexicon named by DATABASE_URL. A database that cannot be read is mentioned on stderr and the shipped one answers."""
    address = os.environ.get("DATABASE_URL")
    if not address:
        return shipped_lexicon()
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return _stored(address)
    except SQLAlchemyError as error:
        sys.stderr.write(f"The shop's lexicon cannot be read ({type(error).__name__}); the shipped one answers.\n")
        return shipped_lexicon()


def _stored(address: str) -> Lexicon:
    from sqlalchemy import create_engine, make_url, select
    from sqlalchemy.orm import Session

    from helpdesk.classification.models import LexiconPhrase

    url = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(url, connect_args={"connect_timeout": 5})
    with Session(engine) as session:
        phrases = session.scalars(select(LexiconPhrase).where(LexiconPhrase.is_enabled).order_by(LexiconPhrase.id)).all()
    engine.dispose()
    return Lexicon(phrase.entry() for phrase in phrases) if phrases else shipped_lexicon()
