"""Tools of the workshop: set-up, catalogues, benchmarks, pictures. None of them ships."""
