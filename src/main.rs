//! The command line of Terrier.

/// Gives memory back to the system soon after it is freed, as `.cargo/config.toml` sets it.
#[cfg(all(target_os = "linux", not(debug_assertions)))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    terrier::cli::main()
}
