"""A live list to files of declarations, new or added to, which are read again before that."""
