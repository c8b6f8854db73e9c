"""The answers of ``docs/laboratory.md``, each with its runs, tables and pictures: ``python -m experiments.laboratory``.

An answer says which runs it needs, makes those that its folder lacks, and writes its tables; what makes an answer out
of date (code, data, packages) stands beside it on the page.
"""
