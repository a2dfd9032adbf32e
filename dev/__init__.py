"""What `make` does, with the standard library alone. `make help` lists it.

A Python that is too old has to be able to read these files, so that it can say so.
"""
