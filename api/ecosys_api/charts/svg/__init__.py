"""SVG: draws charts from their specifications, without a script and without a browser."""
