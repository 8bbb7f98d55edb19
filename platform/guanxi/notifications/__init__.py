"""What people are told of: records that were given to them, mentions of them, the end of what they asked for."""
