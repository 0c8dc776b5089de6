"""Commands of `ecosys`, one file each, named like the command; a leading _ marks what they share.

A command imports what it needs when it runs, so that `ecosys --help` stays quick.
"""
