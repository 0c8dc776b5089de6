"""Push: what is sent to services that keep prices of their own."""
