//! A file, or a folder of files, that a lesson writes at its end: each is whole, or not there. Before the lesson runs,
//! this module finds out whether they can be written.

use command_line::Failure;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a file will be.
pub(crate) enum OutputFile {
    /// It is written under another name first, and then renamed.
    Regular(PathBuf),
    /// A pipe or a device is there, and is written to directly.
    Special(PathBuf, File),
}

impl OutputFile {
    /// Finds out whether `path` can be written, and leaves it as it is.
    pub(crate) fn find(path: &Path) -> Result<Self, Failure> {
        let found = match OpenOptions::new().write(true).open(path) {
            Ok(file) if file.metadata().is_ok_and(|kind| kind.is_file()) => fs::canonicalize(path).map(Self::Regular),
            Ok(special) => Ok(Self::Special(path.to_owned(), special)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let beside = beside(path);
                File::create_new(&beside).and_then(|_| fs::remove_file(beside)).map(|()| Self::Regular(path.to_owned()))
            }
            Err(error) => Err(error),
        };
        found.map_err(|error| cannot_write(path, &error))
    }

    /// Writes it.
    pub(crate) fn write(self, contents: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Special(path, mut file) => file.write_all(contents).map_err(|error| cannot_write(&path, &error)),
            Self::Regular(path) => {
                let beside = beside(&path);
                let placed = fs::write(&beside, contents).and_then(|()| fs::rename(&beside, &path));
                placed.map_err(|error| {
                    drop(fs::remove_file(&beside)); // it may not be there
                    cannot_write(&path, &error)
                })
            }
        }
    }
}

/// A folder for files; what else is in it stays as it is.
pub(crate) struct OutputFolder(PathBuf);

impl OutputFolder {
    /// Finds out whether files can be written to the folder `path`, or whether it can be made; makes nothing yet.
    pub(crate) fn find(path: &Path) -> Result<Self, Failure> {
        // To find out, make a file with an unused name, inside the folder or beside it.
        let probe = if path.is_dir() { path.join("slide") } else { path.to_owned() };
        if path.exists() && !path.is_dir() {
            let hint = "name a folder, or, for a single case, a file that ends in .svg";
            return Err(Failure::cannot(format!("{} is not a folder", path.display()), hint));
        }
        let beside = beside(&probe);
        let possible = File::create_new(&beside).and_then(|_| fs::remove_file(beside));
        possible.map(|()| Self(path.to_owned())).map_err(|error| cannot_write(path, &error))
    }

    /// A file in the folder, which is made if it is not there.
    pub(crate) fn file(&self, name: &str) -> Result<OutputFile, Failure> {
        fs::create_dir_all(&self.0).map_err(|error| cannot_write(&self.0, &error))?;
        OutputFile::find(&self.0.join(name))
    }
}

/// An unused name in the same folder.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let hint = "choose a place that exists and that you may write to";
    Failure::cannot(format!("{} cannot be written: {error}", path.display()), hint)
}
