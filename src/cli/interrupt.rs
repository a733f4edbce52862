//! Ctrl-C and the system's request to end.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{INTERRUPTED, args::LogFormat, log};

/// Sets up what happens on an interrupt; returns what is set by the first.
///
/// A run that can stop in good order does so, and ends at once on the second interrupt. Every other run ends at once: what
/// it was writing is left aside, and cleared by the next.
pub(super) fn watch(stops_in_order: bool, log: LogFormat) -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) || !stops_in_order {
            log::ended(INTERRUPTED, log);
            std::process::exit(i32::from(INTERRUPTED));
        }
        let text = "interrupted: reports being written are finished, and no more are begun";
        let _ = super::print::said(text, log);
    })?;
    Ok(stop)
}

/// Returns who runs a command, for whoever wants to write to the same folder.
pub(super) fn holder(command: &str) -> String {
    let host = host().map_or_else(String::new, |host| format!(" on {host}"));
    format!("process {}{host} (terrier {command})", std::process::id())
}

#[cfg(unix)]
fn host() -> Option<String> {
    rustix::system::uname().nodename().to_str().ok().map(str::to_owned)
}

#[cfg(not(unix))]
fn host() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}
