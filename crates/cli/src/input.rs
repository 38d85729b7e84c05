//! Reading inputs: files and standard input, plain or gzipped.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Result;
use dateline::Error;
use flate2::bufread::MultiGzDecoder;

/// The name that stands for standard input and output.
pub(crate) const DASH: &str = "-";

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    Path(PathBuf),
}

impl Input {
    /// The input a command-line argument names.
    pub(crate) fn new(argument: &str) -> Self {
        if argument == DASH { Self::Stdin } else { Self::Path(argument.into()) }
    }

    /// Its name in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    /// A reader of its bytes, unpacked when they are gzipped.
    pub(crate) fn open(&self) -> Result<Box<dyn BufRead + Send>> {
        self.open_raw().and_then(unpack).map_err(|error| self.unreadable(&error))
    }

    /// All its bytes, unpacked when they are gzipped.
    ///
    /// One byte above `limit` is the most that is read: the core then tells that it is too large.
    pub(crate) fn read(&self, limit: usize) -> Result<Vec<u8>> {
        let reader = self.open()?;
        let mut bytes = Vec::new();
        reader
            .take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| self.unreadable(&error))?;
        Ok(bytes)
    }

    /// An error of the core with the input's name in front.
    pub(crate) fn blame(&self, error: Error) -> anyhow::Error {
        anyhow::Error::new(error).context(self.name())
    }

    fn open_raw(&self) -> io::Result<Box<dyn BufRead + Send>> {
        Ok(match self {
            Self::Stdin => Box::new(BufReader::new(io::stdin())),
            Self::Path(path) => {
                let file = File::open(path)?;
                if file.metadata()?.is_dir() {
                    return Err(io::Error::from(io::ErrorKind::IsADirectory));
                }
                Box::new(BufReader::new(file))
            }
        })
    }

    fn unreadable(&self, error: &io::Error) -> anyhow::Error {
        Error::UnreadableInput { input: self.name(), reason: reason(error) }.into()
    }
}

/// What the system said, without its error number: the words differ less between systems.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        io::ErrorKind::StorageFull => "no space left".to_owned(),
        _ => error.to_string(),
    }
}

/// Gzip is known by its first two bytes: no page or text begins with them.
fn unpack(mut reader: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    if reader.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
        Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader))))
    } else {
        Ok(reader)
    }
}

/// `path` as seen from the folder of the file that names it.
pub(crate) fn beside(file: &Input, path: &str) -> PathBuf {
    match file {
        Input::Path(file) => file.parent().unwrap_or(Path::new("")).join(path),
        Input::Stdin => path.into(),
    }
}
