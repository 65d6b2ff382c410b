"""Which office has which handset, and which agency is present on which platform."""
