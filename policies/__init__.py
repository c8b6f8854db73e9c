"""What changes perception: levers, and packages that give them dated values."""
