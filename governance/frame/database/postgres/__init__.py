"""PostgreSQL as Django knows it, asked with less ado."""
