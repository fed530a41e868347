"""The records of mediation: disputes, the tracks on which they are mediated, organisations and mediators."""
