"""Proofs: what lets anyone check that nobody rewrote the log.

The formats are those of C2SP (https://c2sp.org): signed notes, checkpoints, cosignatures, tiles and
offline proofs; the tree is that of RFC 6962.
"""
