"""How stores of older versions become stores of today: Alembic runs these by itself when a store is opened."""
