//! Estate, exits and measures in; what letting the surplus space of each site is worth out.
