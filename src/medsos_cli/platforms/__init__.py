"""The networks, asked through their official APIs: the only rooms that use the net."""
