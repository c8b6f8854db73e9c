"""Power: days, plants, dispatch and prices at the provincial node."""
