"""Form: the fields of a type of event, as its published schema has them, for a page to fill in."""
