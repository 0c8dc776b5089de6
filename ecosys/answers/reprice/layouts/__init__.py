"""Layouts of usage logs, one file each.

A file holds a `Layout` with the file's name: the columns by which it is recognised, those that hold
what a row says, and whose way of counting tokens it is.
"""
