"""Reservations at a desk: which days and times are free, what a person asks for, and what the city made of it. No Qt, no files but data."""
