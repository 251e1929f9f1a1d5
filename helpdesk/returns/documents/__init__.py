"""JSON documents in, JSON answers out: what `helpdesk returns` and `POST /cases/quote` understand."""
