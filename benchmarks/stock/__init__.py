"""A site of its own for stock Haystack: its Whoosh backend as it comes, with one model and one index class."""
