"""List page and search at 1,000 and at 100,000 petitions, against a bare view with the same query; flat in history."""
