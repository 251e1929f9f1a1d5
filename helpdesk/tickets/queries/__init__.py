"""Reading tickets: always in the scope of an actor."""

from helpdesk.tickets.queries.scope import for_agent, for_customer, tickets_of, tickets_of_order

__all__ = ["for_agent", "for_customer", "tickets_of", "tickets_of_order"]
