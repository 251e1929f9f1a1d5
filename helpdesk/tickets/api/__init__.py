"""Tickets for programs (INTERFACES, "REST API")."""

from kit.web import api

READ, WRITE = "tickets:read", "tickets:write"

bp = api.blueprint("tickets_api", "Tickets: file, list, read, change, write messages.")
