"""Tables, one file for each kind of row: which columns it has on pages, and what stands in them."""
