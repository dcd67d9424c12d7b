"""The trip planner: documents, places and opening hours as a graph; fewest outings first, then the earliest finish. No Qt, no clock."""
