"""The desk: tickets, classification, service levels, returns, proposals, follow-ups, surveys, reports."""
