"""County staff see and change who is responsible: a topic's unit, a place's station and representatives."""
