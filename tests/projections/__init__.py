"""Projections, one file each: what they say of small worlds, of any, and of the real one."""
