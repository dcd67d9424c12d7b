"""A Visit as the View of its place: pure functions, one module a stretch of the way. No decisions, only words and order."""
