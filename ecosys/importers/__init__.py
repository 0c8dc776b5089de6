"""Importers, one file each: how a public source is read, and what it states in our words."""
