"""What step tables ask of a petition (信访工作条例, 2022); it only reads the row that it is given. Plain Python."""
