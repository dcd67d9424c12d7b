"""Finding a procedure by a word, however it is written. Pure: no Qt, no files but the list of synonyms."""
