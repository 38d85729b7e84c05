//! The pages and texts below a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::vec;

use dateline::Error;

use super::item::{Item, Payload, plain_name};
use crate::input::reason;

/// The files below a folder, in the order of their names, folders where their name stands.
///
/// Links to folders are not followed, so that the walk ends; hidden files are nobody's pages.
pub(super) struct Folder {
    /// Entries to come of each folder that is open, outermost first.
    open: Vec<vec::IntoIter<PathBuf>>,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { open: vec![vec![path].into_iter()] }
    }
}

impl Iterator for Folder {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let Some(path) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            // Only the folder the walk began with may be a link.
            let is_start = self.open.len() == 1;
            if path.is_dir() {
                if !is_start && path.is_symlink() {
                    continue;
                }
                match entries(&path) {
                    Ok(entries) => self.open.push(entries.into_iter()),
                    Err(error) => {
                        let input = path.display().to_string();
                        let error =
                            Error::UnreadableInput { input: input.clone(), reason: reason(&error) };
                        return Some(Item::new(input, Payload::Unknown(error)));
                    }
                }
            } else if is_page_or_text(&path) {
                return Some(Item::file(path));
            }
        }
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_page_or_text(path: &Path) -> bool {
    let name = plain_name(path);
    [".html", ".htm", ".xhtml", ".txt"].iter().any(|extension| name.ends_with(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_files_come_in_the_order_of_names() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("b")).unwrap();
        for name in ["c.txt", "b/2.html", "b/1.HTM.gz", "a.html", ".hidden.html", "b/style.css"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.path(), root.path().join("b/loop")).unwrap();
        let found: Vec<String> = Folder::new(root.path().to_owned())
            .map(|item| item.id[root.path().display().to_string().len() + 1..].to_owned())
            .collect();
        assert_eq!(found, ["a.html", "b/1.HTM.gz", "b/2.html", "c.txt"]);
    }
}
