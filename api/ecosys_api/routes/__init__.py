"""Routes, one file each: each holds a `router`."""
