"""Who reacts, knowing only what it perceives: households, vehicle owners, farms, firms, counties."""
