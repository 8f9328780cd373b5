//! What lies in a folder.

/// What lies in a folder: the thing itself, and not what it links to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its name. What is not UTF-8 is replaced, and the entry is [odd](EntryKind::Odd).
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
    /// Its permission bits, with those for set-user-id, set-group-id and sticky: twelve in all.
    pub mode: u32,
    /// What changes when the content does.
    pub stamp: Stamp,
}

/// What an entry is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Directory,
    /// A link, and the path that it says.
    Link(String),
    /// A socket.
    Socket,
    /// A pipe.
    Pipe,
    /// Something else, in words: "a device".
    Odd(&'static str),
}

/// What a file system tells of a file without reading it. Where all of it is as it was, the content
/// is taken to be too, unless the file is too young to tell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Stamp {
    /// The length in bytes.
    pub size: u64,
    /// When the content was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything was changed, in nanoseconds since 1970.
    pub changed: i64,
    /// The number of the file in its file system.
    pub inode: u64,
    /// The file system.
    pub device: u64,
    /// How many names the file has.
    pub names: u64,
}
