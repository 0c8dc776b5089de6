"""Charts: pictures of answers as plain geometry, which templates draw as SVG without a script."""
