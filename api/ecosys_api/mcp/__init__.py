"""MCP: what a language model may ask, as tools of the Model Context Protocol."""
