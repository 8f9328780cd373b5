//! From a request to the keys of what it asks for.

use crate::context::{Digests, Modes, StatCache, Uncached};
use crate::diag::{Diagnostics, Stopped};
use crate::keys::{self, Keys};
use crate::lock::Lock;
use crate::source::{Host, Sources};

use super::late::{self, Say};
use super::lock::take_locked;
use super::{Compiled, Request, early, on_large_stack};

/// What keys are made with.
#[derive(Clone, Copy, Debug)]
pub struct KeyOptions<'a> {
    /// What counts of the permissions of files.
    pub modes: Modes,
    /// What tells the digests of files.
    pub digests: &'a dyn Digests,
    /// Which images the names of images stand for.
    pub lock: &'a Lock,
}

/// What has come of a request, with the keys of all that was selected.
#[derive(Debug)]
pub struct WithKeys {
    /// What was asked for, with all that it links to.
    pub compiled: Compiled,
    /// The keys.
    pub keys: Keys,
}

/// Compiles a request and makes the keys of all that it asks for.
///
/// # Errors
/// Everything that is wrong with the files, or else with the request, or else with the Dockerfiles;
/// circles.
pub fn keys(
    host: &dyn Host,
    request: &Request,
    options: &KeyOptions<'_>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<WithKeys, Stopped> {
    on_large_stack(|| {
        let mut compiled = early(host, request, sources, diags)?;
        let keys = complete(host, request, options, (&mut compiled, Say::Errors), sources, diags)?;
        Ok(WithKeys { compiled, keys })
    })
}

/// Compiles a request and makes the keys of all that it asks for, with the lock file there is and
/// what is remembered of files.
///
/// # Errors
/// Those of [`keys()`], and of the lock file.
pub fn keys_here(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<WithKeys, Stopped> {
    with_options(host, request, sources, diags, |options, sources, diags| {
        keys(host, request, options, sources, diags)
    })
}

fn with_options<T>(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
    work: impl FnOnce(&KeyOptions<'_>, &mut Sources, &mut Diagnostics) -> Result<T, Stopped>,
) -> Result<T, Stopped> {
    let lock = Lock::read(host, sources, diags)?;
    let modes = request.modes;
    if request.rehash {
        return work(&KeyOptions { modes, digests: &Uncached, lock: &lock }, sources, diags);
    }
    let cache = StatCache::open(host);
    let made = work(&KeyOptions { modes, digests: &cache, lock: &lock }, sources, diags);
    cache.save(host);
    made
}

/// Fills in the late values of what was compiled.
pub(super) fn fill_late(
    host: &dyn Host,
    request: &Request,
    compiled: &mut Compiled,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    with_options(host, request, sources, diags, |options, sources, diags| {
        complete(host, request, options, (&mut *compiled, Say::All), sources, diags)?;
        take_locked(host, compiled, options.lock, sources, diags)
    })
}

/// Makes the keys of what was compiled, and of what its late values name, and fills these in.
fn complete(
    host: &dyn Host,
    request: &Request,
    options: &KeyOptions<'_>,
    (compiled, say): (&mut Compiled, Say),
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Keys, Stopped> {
    let KeyOptions { modes, digests, lock } = *options;
    if !crate::late::may_occur(&compiled.selection) {
        let selection = &compiled.selection;
        let subject = keys::Subject { host, selection, modes, digests, lock };
        return keys::keys(&subject, sources, diags);
    }
    let all = late::with_named(host, request, compiled, sources, diags)?;
    let subject = keys::Subject { host, selection: &all, modes, digests, lock };
    let keys = keys::keys(&subject, sources, diags)?;
    late::fill(host, request, compiled, (&all, &keys), say, sources, diags)?;
    Ok(keys)
}
