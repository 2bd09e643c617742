// Files and generators.
