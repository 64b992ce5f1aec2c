//! Tests that need something from outside: where it is missing they are reported as ignored, with the reason, and never as
//! passed. The built-in harness can only know that when it compiles.

use libtest_mimic::{Arguments, Completion, Trial};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Why a test cannot be made here.
struct Missing(String);

/// Ends the test that calls it: what it needs is missing.
pub(crate) fn ignore(reason: impl Into<String>) -> ! {
    resume_unwind(Box::new(Missing(reason.into())))
}

/// Tests by the names of their functions. One that is not listed is dead code, which the compiler reports.
macro_rules! tests {
    ($($module:ident :: { $($test:ident),* $(,)? }),* $(,)?) => {
        vec![$($($crate::ignorable::test(concat!(stringify!($module), "::", stringify!($test)), $module::$test)),*),*]
    };
}
pub(crate) use tests;

/// A test that may end by [`ignore`].
pub(crate) fn test(name: impl Into<String>, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || {
        let Err(panic) = catch_unwind(AssertUnwindSafe(test)) else { return Ok(Completion::Completed) };
        match panic.downcast::<Missing>() {
            Ok(missing) => Ok(Completion::ignored_with(missing.0)),
            Err(panic) => resume_unwind(panic),
        }
    })
}

/// Runs the tests as the command line asks, and exits.
pub(crate) fn run(tests: Vec<Trial>) -> ! {
    let mut arguments = Arguments::from_args();
    // They wait more than they work; but those that search start hundreds of programs, each on a port of its own.
    let threads = if env!("CARGO_PKG_NAME") == "your-own-program" { 1 } else { 4 };
    arguments.test_threads.get_or_insert(threads);
    libtest_mimic::run(&arguments, tests).exit()
}
