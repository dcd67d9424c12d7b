"""Sample views of every screen: pictures of them with `python -m screens.gallery --out DIR`, and what the tests of pages show."""
