//! The command line of Terrier.

fn main() -> std::process::ExitCode {
    terrier::cli::main()
}
