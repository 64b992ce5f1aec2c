//! The folder with the student's files. A file that is there is never overwritten: a reset renames it.

use crate::RUN;
use crate::exercise::Exercise;
use crate::list::EXERCISES;
use command_line::Failure;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What is solved, one name a line.
const PROGRESS: &str = "progress.txt";

/// Where compiled programs are put.
const BUILD: &str = ".build";

/// What makes git ignore a folder, in a file of its own.
const IGNORE: &str = "# These files are yours; git ignores them.\n*\n";

/// The student's files.
pub(crate) struct Folder {
    path: PathBuf,
    /// The command that runs this program on the same folder, up to what it is to do.
    pub(crate) run: String,
}

impl Folder {
    /// Opens the folder, and puts into it the exercises that it lacks.
    ///
    /// # Errors
    /// If it cannot be made, or written to.
    pub(crate) fn open(path: Option<&PathBuf>) -> Result<Self, Failure> {
        let option = path.map_or(String::new(), |path| format!(" --folder {}", path.display()));
        let folder = Self { path: path.map_or_else(default, PathBuf::clone), run: format!("{RUN}{option}") };
        folder.fill(path.is_none()).map_err(|error| folder.cannot("written to", &error))?;
        Ok(folder)
    }

    fn fill(&self, ignored: bool) -> io::Result<()> {
        fs::create_dir_all(self.path.join(BUILD))?;
        put(&self.path.join(BUILD).join(".gitignore"), IGNORE)?;
        if ignored {
            put(&self.path.join(".gitignore"), IGNORE)?;
        }
        EXERCISES.iter().try_for_each(|exercise| put(&self.file(exercise), exercise.shipped))
    }

    fn cannot(&self, what: &str, error: &io::Error) -> Failure {
        let message = format!("the folder {} cannot be {what}: {error}", shown(&self.path));
        Failure::cannot(message, "name another: --folder FOLDER")
    }

    /// The student's file.
    pub(crate) fn file(&self, exercise: &Exercise) -> PathBuf {
        self.path.join(format!("{}.rs", exercise.id))
    }

    /// Where its program goes.
    pub(crate) fn executable(&self, exercise: &Exercise) -> PathBuf {
        self.path.join(BUILD).join(format!("{}{}", exercise.id, std::env::consts::EXE_SUFFIX))
    }

    /// What the student has written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn source(&self, exercise: &Exercise) -> Result<Vec<u8>, Failure> {
        fs::read(self.file(exercise)).map_err(|error| {
            let message = format!("{} cannot be read: {error}", shown(&self.file(exercise)));
            Failure::cannot(message, "is it a file, and yours?")
        })
    }

    /// The names of the exercises that are solved.
    pub(crate) fn solved(&self) -> BTreeSet<String> {
        // Without the file nothing is solved yet.
        let text = fs::read(self.path.join(PROGRESS)).unwrap_or_default();
        String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
    }

    /// Notes whether an exercise is solved.
    ///
    /// # Errors
    /// If that cannot be written.
    pub(crate) fn note(&self, exercise: &Exercise, is_solved: bool) -> Result<(), Failure> {
        let before = self.solved();
        let mut solved = before.clone();
        if is_solved {
            solved.insert(exercise.id.to_owned())
        } else {
            solved.remove(exercise.id)
        };
        if solved == before {
            return Ok(());
        }
        let lines: String = solved.iter().map(|id| format!("{id}\n")).collect();
        fs::write(self.path.join(PROGRESS), lines).map_err(|error| self.cannot("written to", &error))
    }

    /// Puts back the file as it was shipped. Returns the name under which the student's file is kept, if it differs.
    ///
    /// # Errors
    /// If the file cannot be renamed, or written.
    pub(crate) fn reset(&self, exercise: &Exercise) -> Result<Option<PathBuf>, Failure> {
        if self.source(exercise)? == exercise.shipped.as_bytes() {
            return Ok(None);
        }
        let (file, kept) = (self.file(exercise), self.unused(exercise));
        let renamed = fs::rename(&file, &kept).and_then(|()| put(&file, exercise.shipped));
        renamed.map_err(|error| self.cannot("written to", &error))?;
        self.note(exercise, false)?;
        Ok(Some(kept))
    }

    /// A name that no file has.
    fn unused(&self, exercise: &Exercise) -> PathBuf {
        let name = |nth: u32| self.path.join(format!("{}.before-reset-{nth}.rs", exercise.id));
        (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0))
    }
}

/// Where the files are, unless the command line says otherwise: in the workspace's folder.
fn default() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).join("exercises")
}

/// Writes a file, unless there is one.
fn put(path: &Path, text: &str) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// A path from the current folder, if it is in there.
pub(crate) fn from_here(path: &Path) -> &Path {
    std::env::current_dir().ok().and_then(|current| path.strip_prefix(current).ok()).unwrap_or(path)
}

/// The same, as text.
pub(crate) fn shown(path: &Path) -> String {
    from_here(path).display().to_string()
}
