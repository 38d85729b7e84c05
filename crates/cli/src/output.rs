//! Writing outputs: standard output, or files that appear whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use dateline::Error;
use tempfile::NamedTempFile;

use crate::input::{DASH, reason};

/// Where a command writes.
pub(crate) enum Output {
    /// Standard output, or a device or pipe that somebody named.
    Stream { stream: Box<dyn Write>, name: String },
    /// A file that is renamed into place when it is complete.
    File { file: BufWriter<NamedTempFile>, path: PathBuf },
}

impl Output {
    /// The output that `--output` names; standard output when it names none.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        match path {
            None => Ok(Self::stdout()),
            Some(path) if path == Path::new(DASH) => Ok(Self::stdout()),
            Some(path) => Self::create(path).map_err(|error| unwritable(path, &error)),
        }
    }

    fn stdout() -> Self {
        let stream = Box::new(BufWriter::new(io::stdout().lock()));
        Self::Stream { stream, name: "standard output".to_owned() }
    }

    fn create(path: &Path) -> io::Result<Self> {
        // Devices and pipes cannot be replaced, and should not be.
        if fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
            let file = OpenOptions::new().write(true).open(path)?;
            let stream = Box::new(BufWriter::new(file));
            return Ok(Self::Stream { stream, name: path.display().to_string() });
        }
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new().prefix(".dateline-").tempfile_in(folder)?;
        Ok(Self::File { file: BufWriter::new(file), path: path.to_owned() })
    }

    /// Flushes, and puts a file into its place.
    pub(crate) fn finish(self) -> Result<()> {
        match self {
            Self::Stream { mut stream, name } => {
                Ok(stream.flush().map_err(|e| blame(&name, &e))?)
            }
            Self::File { file, path } => {
                let put = || -> io::Result<()> {
                    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                    allow_as_usual(file.as_file())?;
                    file.persist(&path).map_err(|error| error.error)?;
                    Ok(())
                };
                put().map_err(|error| unwritable(&path, &error))
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream { stream, name } => stream.write(bytes).map_err(|e| blame(name, &e)),
            Self::File { file, path } => {
                file.write(bytes).map_err(|e| blame(&path.display().to_string(), &e))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream { stream, name } => stream.flush().map_err(|e| blame(name, &e)),
            Self::File { file, path } => {
                file.flush().map_err(|e| blame(&path.display().to_string(), &e))
            }
        }
    }
}

/// Whether the reader of our output went away, as `head` does: not a failure.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn unwritable(path: &Path, error: &io::Error) -> anyhow::Error {
    let reason = match error.kind() {
        // The file itself is to be made: what is missing is where.
        io::ErrorKind::NotFound => "no such folder".to_owned(),
        _ => reason(error),
    };
    Error::UnwritableOutput { output: path.display().to_string(), reason }.into()
}

/// A failed write with the core's error in it, and of the same kind as before.
fn blame(name: &str, error: &io::Error) -> io::Error {
    let reason = reason(error);
    io::Error::new(error.kind(), Error::UnwritableOutput { output: name.to_owned(), reason })
}

/// Temporary files are readable by their owner alone; what becomes of them need not be.
#[cfg(unix)]
fn allow_as_usual(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn allow_as_usual(_file: &fs::File) -> io::Result<()> {
    Ok(())
}
