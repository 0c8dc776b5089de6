"""How far the data reach: how many models that others list are known, priced, dated."""
