//! What registries hold, asked for by the OCI distribution protocol.
//!
//! The rest of the program knows [`Registries`], so that a test can stand in for the network;
//! [`Client`] is the real thing. In the order of the data:
//!
//! - [`address`] says where a registry is; [`http`] makes one exchange with it, and [`patience`]
//!   says how long to wait and how often to try.
//! - [`credentials`] are those of docker; [`challenge`] is what a registry wants to see, and
//!   [`token`] what it gives for credentials. [`client`] puts these together.
//! - [`content`] is what a registry gives: an index or an image. [`platforms`] says which image of
//!   an index a build takes, and [`image`] gets it.
//!
//! Everything that is fetched by digest is checked against the digest. What goes wrong is a
//! [`Fault`].

mod address;
mod fault;
mod patience;
mod http;
mod credentials;
mod challenge;
mod token;
mod client;
mod content;
mod platforms;
mod image;

use std::fmt;

use crate::target::reference::Reference;
use crate::text::Text;

pub use client::Client;
pub use credentials::{Credential, Credentials};
pub use fault::{Fault, FaultKind};
pub use image::{Base, Image, resolve};
pub use patience::Patience;

/// How long a manifest may be, in bytes: what registries take at most.
pub const LONGEST_MANIFEST: u64 = 4 << 20;

/// How long the configuration of an image may be, in bytes.
pub const LONGEST_CONFIG: u64 = 8 << 20;

/// What may be asked of registries. Questions may be asked from several threads at once.
pub trait Registries: fmt::Debug + Sync {
    /// The digest of what a reference names, if the registry tells it without the content.
    ///
    /// # Errors
    /// Where there is nothing of that name, or no answer.
    fn digest(&self, reference: &Reference) -> Result<Option<Text>, Fault>;

    /// The manifest that a reference names: by digest if it has one, or else by tag.
    ///
    /// # Errors
    /// As [`digest`](Self::digest), and for what has another digest than it should have.
    fn manifest(&self, reference: &Reference) -> Result<Manifest, Fault>;

    /// The content of a digest in the repository of a reference, [`LONGEST_CONFIG`] at most.
    ///
    /// # Errors
    /// As [`manifest`](Self::manifest).
    fn blob(&self, repository: &Reference, digest: &str) -> Result<Vec<u8>, Fault>;
}

/// A manifest as it was given, byte for byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// Its digest, such as `sha256:…`.
    pub digest: Text,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
