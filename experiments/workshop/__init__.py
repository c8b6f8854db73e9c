"""A workshop: thirty people in a room explore the plan together from their phones."""
