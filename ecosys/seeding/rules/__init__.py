"""Rules: what facts cannot say together, one file each."""
