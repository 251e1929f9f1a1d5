"""Reading tickets: always in the scope of an actor."""

from helpdesk.tickets.queries.scope import Grant, for_agent, for_customer, for_guest, tickets_of, tickets_of_order

__all__ = ["Grant", "for_agent", "for_customer", "for_guest", "tickets_of", "tickets_of_order"]
