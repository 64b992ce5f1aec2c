//! What can be concluded from events: verdicts on reads, costs, claims, and what cuts did to decoders. No test needs a socket.

mod claims;
mod costs;
mod early_ends;
mod measures;
mod trials;
mod verdicts;
