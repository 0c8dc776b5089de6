"""The real tools of others, each started offline with the files that we make for it.

Each runs in a process of its own and gets its file from a server on this machine; that it uses ours
is shown by a model that nobody else knows.
"""
