"""Domain: the market's own words – prices, endings, aliases, shares – over what holds."""
