"""The HTTP API and the page, made of the timeline and of the answers of the library.

The library never imports this package, and this package never imports the commands.
"""
