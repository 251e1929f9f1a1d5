"""The agents' console: the queue, one ticket, and what is done to it. One resource a file."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")
