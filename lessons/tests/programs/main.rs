//! The programs as their users meet them: what stands on the screen, what `--format json` promises, what the walkthroughs
//! quote, and the layout of the workspace.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod contract;
mod every_cut;
mod flags;
mod layout;
mod misconceptions;
mod output;
mod plain;
mod support;
mod walkthroughs;
