"""Who people are here: registering, addresses, signing in, profile, roles, their data. Not what organisations they belong to."""
