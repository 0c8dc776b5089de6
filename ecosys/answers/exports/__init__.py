"""Exports: one file for each layout of another tool's data, named as the tool is."""
