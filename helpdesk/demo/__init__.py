"""The demo shop "Linden" brought to life: people, orders, conversations and cases, relative to today."""
