"""What comes in: rosters, event files, chats, what the networks show."""
