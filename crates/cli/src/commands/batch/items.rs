//! What a batch is to read: the items of manifests, folders and files, one after the other.

use std::io::BufRead;
use std::path::PathBuf;

use anyhow::Result;

use super::folder::Folder;
use super::item::Item;
use super::manifest::{Manifest, is_manifest};
use crate::input::Input;

/// The items of all `inputs`, in order, read as they are asked for.
///
/// A manifest that cannot be opened is an error at once; what is wrong with a single item is that
/// item's error.
pub(super) fn open(inputs: &[String]) -> Result<impl Iterator<Item = Item> + Send + use<>> {
    let sources = inputs.iter().map(|input| Source::open(input)).collect::<Result<Vec<_>>>()?;
    Ok(sources.into_iter().flatten())
}

/// How many items `inputs` hold, for the progress bar; none when that cannot be told beforehand.
pub(super) fn count(inputs: &[String]) -> Option<u64> {
    let mut count = 0;
    for argument in inputs {
        match Input::new(argument) {
            Input::Stdin => return None,
            Input::Path(path) if path.is_dir() => count += Folder::new(path).count() as u64,
            input @ Input::Path(_) if is_manifest(argument) => {
                let lines = input.open().ok()?.split(b'\n').map_while(Result::ok);
                count += lines.filter(|line| !line.trim_ascii().is_empty()).count() as u64;
            }
            Input::Path(_) => count += 1,
        }
    }
    Some(count)
}

/// One input of the command line.
enum Source {
    Manifest(Manifest),
    Folder(Folder),
    File(Option<PathBuf>),
}

impl Source {
    fn open(argument: &str) -> Result<Self> {
        let input = Input::new(argument);
        Ok(match input {
            Input::Path(path) if path.is_dir() => Self::Folder(Folder::new(path)),
            Input::Path(path) if !is_manifest(argument) => Self::File(Some(path)),
            manifest => Self::Manifest(Manifest::open(manifest)?),
        })
    }
}

impl Iterator for Source {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self {
            Self::Manifest(manifest) => manifest.next(),
            Self::Folder(folder) => folder.next(),
            Self::File(path) => path.take().map(Item::file),
        }
    }
}
