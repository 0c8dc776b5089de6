"""The log and what keeps it: tables, append, read, Merkle tree, migrations."""
