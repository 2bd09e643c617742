// Pure functions from state to screen.
