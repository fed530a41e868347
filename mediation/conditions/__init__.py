"""Conditions of law on a dispute or a track that step tables ask for; they only read the row they are given."""
