"""Templates and static files of the page and the documentation."""
