"""What is known of countries, bodies, groups, offices and role nouns: tables, and the code that reads them.

Every ``*.tsv`` file names its source, licence and date in its first line; ``docs/actors.md`` lists them.
"""
