"""What the surfaces say: for each question the rows of its answer, the same for API and command.

A row is a plain dataclass; its docstrings become the descriptions of the OpenAPI document.
"""
