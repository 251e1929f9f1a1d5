"""The customer's side of tickets: writing to us, reading along, finding a conversation again as a guest."""

from flask import Blueprint

bp = Blueprint("requests", __name__, url_prefix="/help")
