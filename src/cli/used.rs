//! Which of the options that all commands share a command uses: the others are not in its help, and refused.

use clap::{ArgMatches, CommandFactory, FromArgMatches, error::ErrorKind, parser::ValueSource};

use super::args::Args;

/// The shared options that some command does not use, and the commands that do not.
const UNUSED: [(&str, &[&str]); 3] = [
    ("policy", &["new", "schema", "explain-rule", "paper", "completions", "man"]),
    (
        "weight",
        &[
            "new",
            "schema",
            "explain-rule",
            "import",
            "check",
            "sift",
            "leases",
            "paper",
            "facts-sql",
            "completions",
            "man",
        ],
    ),
    (
        "fail_on",
        &["new", "schema", "explain-rule", "policy", "paper", "facts-sql", "completions", "man"],
    ),
];

/// Returns the command line with each option in the help of the commands that use it.
pub(super) fn command() -> clap::Command {
    let command = Args::command();
    UNUSED.iter().fold(command, |command, (option, commands)| {
        // A command keeps an option of its own where one of all commands has its name.
        let shared = command.get_arguments().find(|arg| arg.get_id() == option).cloned();
        commands.iter().fold(command, |command, name| {
            let hidden = shared.clone().map(|arg| arg.hide(true));
            command.mut_subcommand(*name, |sub| sub.args(hidden))
        })
    })
}

/// Reads the command line.
///
/// # Errors
/// What clap says; an option that the command does not use is refused too.
pub(super) fn parsed() -> Result<Args, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    if let Some(wrong) = refused(&matches) {
        return Err(command.error(ErrorKind::ArgumentConflict, wrong));
    }
    Args::from_arg_matches(&matches)
}

/// Says which option was given that the command does not use.
fn refused(matches: &ArgMatches) -> Option<String> {
    let (name, own) = matches.subcommand()?;
    let given = |option: &str| {
        [matches, own].iter().any(|of| of.value_source(option) == Some(ValueSource::CommandLine))
    };
    let (option, _) =
        UNUSED.iter().find(|(option, unused)| unused.contains(&name) && given(option))?;
    Some(format!("`terrier {name}` does not use --{}", option.replace('_', "-")))
}
