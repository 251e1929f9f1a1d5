"""Pure rules of the help centre: how an article is read, found and named."""
