"""What both applications stand on: database, clock, events, queue, schedule, settings, web kit, accounts."""
