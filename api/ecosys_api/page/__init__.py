"""Page: what a page of the explorer is: its address, its moment, its tables, its frame."""
