"""What residents are told without asking for it: what may fit them, and what the city buys. Qt-free; read after R04 only."""
