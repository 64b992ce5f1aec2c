//! Every exercise as shipped and as solved, and the runner in a student's hands: compile errors, hints, resets, nonsense. Where
//! programs cannot be compiled and judged, these tests are reported as ignored.

#[path = "../../src/exercise.rs"]
mod exercise;
#[path = "../../src/list.rs"]
mod list;
mod student;

use exercise::{Exercise, Judged, find};
use libtest_mimic::{Arguments, Trial};
use list::EXERCISES;
use std::fs;
use std::path::Path;
use std::process::Command;
use student::{Ran, Student, flat};

macro_rules! tests {
    ($($test:ident),* $(,)?) => {
        vec![$(Trial::test(stringify!($test), || { $test(); Ok(()) })),*]
    };
}

fn main() {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(4); // they wait more than they work
    let is_ignored = cfg!(windows) || Command::new("rustc").arg("--version").output().is_err();
    let mut tests = tests![
        a_compile_error_is_shown_as_rustc_says_it_and_touches_nothing_else,
        a_program_that_ends_at_once_is_not_solved,
        a_cut_that_breaks_nothing_or_is_too_large_is_not_the_smallest,
        a_watcher_goes_on_when_a_file_is_saved_and_leaves_with_q,
        the_readme_shows_what_a_first_run_prints,
    ];
    for exercise in EXERCISES {
        // Elsewhere the system does not count what these are about.
        let is_ignored = cfg!(not(target_os = "linux")) && ["06-one-write", "07-limit"].contains(&exercise.id);
        let mut add = |what: &str, test: fn(&Exercise)| {
            let test = move || {
                test(exercise);
                Ok(())
            };
            tests.push(Trial::test(format!("{}_{what}", exercise.id), test).with_ignored_flag(is_ignored));
        };
        add("fails_as_shipped_and_names_the_idea", as_shipped);
        add("passes_with_its_solution", as_solved);
    }
    if is_ignored {
        tests = tests.into_iter().map(|test| test.with_ignored_flag(true)).collect();
    }
    tests.extend(tests![
        exercises_are_numbered_from_1_in_the_order_of_their_lessons,
        a_task_is_short_marks_what_to_change_and_names_its_lesson,
        ten_exercises_are_listed_and_the_next_is_named,
        each_hint_says_more_than_the_one_before,
        a_reset_puts_the_shipped_file_back_and_loses_nothing,
        what_a_student_has_written_is_never_overwritten,
        an_unknown_number_or_nonsense_is_misuse,
        without_rustc_nothing_can_be_judged,
    ]);
    libtest_mimic::run(&arguments, tests).exit()
}

fn exercise(number: usize) -> &'static Exercise {
    find(number).expect("there are ten")
}

fn solution(exercise: &Exercise) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("solutions/{}.rs", exercise.id));
    fs::read_to_string(path).expect("each has one")
}

fn as_shipped(exercise: &Exercise) {
    let student = Student::new();
    let ran = student.judge(exercise);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert_eq!(ran.stderr, "", "rustc has nothing to say");
    assert!(flat(&ran.stdout).contains(&format!("Not solved: {}", flat(exercise.idea))), "{ran:?}");
    assert!(ran.stdout.contains(&format!("-- hint {}\n", exercise.number())), "{ran:?}");
    if let Judged::By(checks) = &exercise.judged {
        let failed = |check: &&&str| ran.stdout.contains(&format!("✗ {check} "));
        assert!(checks[1..].iter().any(|check| failed(&check)), "not what it is about: {ran:?}");
        assert!(ran.stdout.contains("\n  sent     │") && ran.stdout.contains("  00000000  0"), "no picture: {ran:?}");
    }
    assert!(student.run(&["list"]).stdout.contains("0 solved"));
}

fn as_solved(exercise: &Exercise) {
    let student = Student::new();
    student.write(exercise, &solution(exercise));
    let ran = student.judge(exercise);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert!(ran.stdout.contains("\nSolved."), "{ran:?}");
    let listed = student.run(&["list"]).stdout;
    assert!(listed.contains("1 solved") && listed.contains(&format!("✓ {:2} ", exercise.number())), "{listed}");
}

fn a_compile_error_is_shown_as_rustc_says_it_and_touches_nothing_else() {
    let student = Student::new();
    student.write(exercise(3), "fn main() { let x: u8 = \"text\"; }");
    let ran = student.judge(exercise(3));
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(
        ran.stderr.contains("error[E0308]: mismatched types") && ran.stderr.contains("03-whole-characters.rs:1:25")
    );
    assert!(ran.stdout.contains("does not compile"), "{ran:?}");
    student.write(exercise(1), &solution(exercise(1)));
    assert_eq!(student.judge(exercise(1)).status, 0);
    assert_eq!(student.run(&[]).status, 0);
}

fn a_program_that_ends_at_once_is_not_solved() {
    let student = Student::new();
    for (number, source) in [
        (1, "fn main() {}"),
        (1, "fn main() { panic!(\"oh\") }"),
        (10, "fn main() { use std::io::Write; let _ = writeln!(std::io::stdout(), \"oh\"); }"),
    ] {
        student.write(exercise(number), source);
        let ran = student.judge(exercise(number));
        assert!(ran.status == 1 && ran.stdout.contains("Not solved: "), "{source}: {ran:?}");
        assert!(source.contains("{}") || ran.stdout.contains("oh"), "what it printed is shown: {ran:?}");
    }
}

fn a_cut_that_breaks_nothing_or_is_too_large_is_not_the_smallest() {
    let (student, ten) = (Student::new(), exercise(10));
    let told = [
        ("[16]", "answers all three messages correctly"),
        ("[4, 16, 18]", "not the smallest"),
        ("[18, 17]", "must ascend"),
        ("[19]", "from 1 to 18"),
    ];
    for (cut, words) in told {
        student.write(ten, &ten.shipped.replace("&[]", &format!("&{cut}")));
        let ran = student.judge(ten);
        assert!(ran.status == 1 && flat(&ran.stdout).contains(words), "{cut}: {ran:?}");
    }
    student.write(ten, &ten.shipped.replace("&[]", "&[16, 18]"));
    assert_eq!(student.judge(ten).status, 0, "there are two smallest cuts");
    student
        .write(ten, &ten.shipped.replace("&[]", "&[16, 18]").replace("received += payload.len()", "received += count"));
    let ran = student.judge(ten);
    assert!(ran.status == 1 && ran.stdout.contains("No cut breaks"), "{ran:?}");
}

fn a_watcher_goes_on_when_a_file_is_saved_and_leaves_with_q() {
    let student = Student::new();
    let mut watcher = student.watch();
    watcher.wait_for("Waiting until you save");
    student.write(exercise(1), &solution(exercise(1)));
    watcher.wait_for("Solved.");
    watcher.wait_for("Exercise 2: ");
    watcher.wait_for("Waiting until you save");
    assert_eq!(watcher.quit(), 0);
}

fn the_readme_shows_what_a_first_run_prints() {
    let student = Student::new();
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("there is one");
    let blocks: Vec<&str> = readme.split("```console\n$ cargo run -q -p exercises").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let shown = block.split("```").next().unwrap_or_default();
        let (args, shown) = shown.split_once('\n').expect("it shows an output");
        let args: Vec<&str> = args.split_whitespace().filter(|word| *word != "--").collect();
        snapbox::Assert::new().normalize_paths(false).eq(student.run(&args).stdout, shown);
    }
}

fn exercises_are_numbered_from_1_in_the_order_of_their_lessons() {
    let numbers: Vec<usize> = EXERCISES.iter().map(Exercise::number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    assert!(EXERCISES.is_sorted_by_key(|exercise| exercise.lesson));
}

fn a_task_is_short_marks_what_to_change_and_names_its_lesson() {
    for exercise in EXERCISES {
        let lesson = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(exercise.lesson);
        assert!(lesson.join("README.md").exists(), "{}", exercise.lesson);
        let has = |words: &str| exercise.shipped.contains(words);
        assert!(has(&format!("Lesson {} ", exercise.lesson_number())), "{} names no lesson", exercise.id);
        assert!(has("// CHANGE TH") || has("// MOVE THIS"), "{} marks nothing", exercise.id);
        assert!(exercise.shipped.lines().count() <= 50, "{} is long", exercise.id);
        assert!(exercise.title().chars().count() <= 55, "{} does not fit the list", exercise.id);
    }
}

fn ten_exercises_are_listed_and_the_next_is_named() {
    let student = Student::new();
    let Ran { stdout, status, .. } = student.run(&[]);
    let listed: Vec<&str> = stdout.lines().filter(|line| line.contains(" lesson 0")).collect();
    assert!(status == 0 && listed.len() == 10 && stdout.contains("-- 1\n"), "{stdout}");
    assert!(EXERCISES.iter().all(|exercise| stdout.contains(exercise.title())));
    stdout.lines().for_each(|line| assert!(line.chars().count() <= 80, "{line}"));
}

fn each_hint_says_more_than_the_one_before() {
    let student = Student::new();
    let hint = |words: &[&str]| student.run(&[&["hint"], words].concat());
    assert_eq!(hint(&["3"]).stdout, hint(&["3", "1"]).stdout);
    for exercise in EXERCISES {
        let number = exercise.number().to_string();
        let hints = ["1", "2", "3"].map(|nth| hint(&[&number, nth]).stdout);
        let given = |nth: usize| flat(&hints[nth]).contains(&flat(exercise.hints[nth]));
        assert!((0..3).all(given) && exercise.hints.is_sorted_by(|one, next| one != next), "{hints:?}");
        assert!(hints[0].contains(&format!("hint {number} 2")) && hints[2].contains("solutions/"), "{hints:?}");
    }
}

fn a_reset_puts_the_shipped_file_back_and_loses_nothing() {
    let (student, three) = (Student::new(), exercise(3));
    assert!(student.run(&["reset", "3"]).stdout.contains("is the original already."));
    for nth in 1..=2 {
        student.write(three, &format!("mine, {nth}"));
        assert_eq!(student.run(&["reset", "3"]).status, 0);
        assert_eq!(student.read(&format!("{}.rs", three.id)), three.shipped);
        assert_eq!(student.read(&format!("{}.before-reset-{nth}.rs", three.id)), format!("mine, {nth}"));
    }
}

fn what_a_student_has_written_is_never_overwritten() {
    let student = Student::new();
    student.run(&[]);
    student.write(exercise(5), "mine");
    student.run(&[]);
    assert_eq!(student.read(&format!("{}.rs", exercise(5).id)), "mine");
}

fn an_unknown_number_or_nonsense_is_misuse() {
    let student = Student::new();
    let file = format!("{}/file", student.folder());
    fs::write(&file, "").expect("it can be written");
    let lines: [&[&str]; 12] = [
        &["0"],
        &["11"],
        &["x"],
        &["-1"],
        &["3", "4"],
        &["3", "watch"],
        &["hint"],
        &["hint", "11"],
        &["hint", "3", "4"],
        &["reset"],
        &["--color", "x"],
        &["--folder", &file],
    ];
    for args in lines {
        let ran = student.run(args);
        assert!(ran.status == 2 && ran.stderr.starts_with("error: ") && ran.stdout.is_empty(), "{args:?}: {ran:?}");
    }
    assert!(student.run(&["11"]).stderr.contains("numbered from 1 to 10"));
}

fn without_rustc_nothing_can_be_judged() {
    let ran = Student::new().with_rustc("/no/such/rustc").run(&["1"]);
    assert!(ran.status == 2 && ran.stderr.contains("is Rust installed?"), "{ran:?}");
}
