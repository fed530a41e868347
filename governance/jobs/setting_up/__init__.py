"""Areas, units and people of a new county from a sheet, looked through before anything is written."""
