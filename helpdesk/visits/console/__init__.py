"""The pages of follow-ups: the worklist, and when customers are called."""
