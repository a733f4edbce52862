//! The command line of Terrier.

/// Long tables are read in blocks by several threads, which the system's allocator gives back page by page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    terrier::cli::main()
}
