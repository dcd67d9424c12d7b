"""Qt widgets only: each shows a view value and emits a fact; none of them decides."""
