"""Event types, one file each, named in the past tense: the file's name is the type's name."""
