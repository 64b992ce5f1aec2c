//! Tests that need something from outside: where it is missing they are reported as ignored, with the reason, and never as
//! passed. The built-in harness can only know that when it compiles.

use libtest_mimic::{Arguments, Completion, Failed, Trial};
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
        vec![$($((concat!(stringify!($module), "::", stringify!($test)), $module::$test as fn())),*),*]
    };
}
pub(crate) use tests;

/// Runs the tests as the command line asks, and exits.
pub(crate) fn run(tests: Vec<(&'static str, fn())>) -> ! {
    let trials: Vec<Trial> =
        tests.into_iter().map(|(name, test)| Trial::ignorable_test(name, move || made(test))).collect();
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(4); // they wait more than they work
    libtest_mimic::run(&arguments, trials).exit()
}

fn made(test: fn()) -> Result<Completion, Failed> {
    let Err(panic) = catch_unwind(AssertUnwindSafe(test)) else { return Ok(Completion::Completed) };
    match panic.downcast::<Missing>() {
        Ok(missing) => Ok(Completion::ignored_with(missing.0)),
        Err(panic) => resume_unwind(panic),
    }
}
