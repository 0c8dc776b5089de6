"""The conversion of tables of facts into seeds: it can be repeated and checked.

    python -m seeds.convert FACTS            says what each table gives and what is left out
    python -m seeds.convert FACTS --write    writes the seed files anew (before the first release)

One module per kind of table, each with `convert(facts)`. Once released, the YAML is what people
edit, and the log is what counts.
"""
