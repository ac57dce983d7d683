//! The one TOML file: each line is an option by its long name, and becomes that option's default.
//!
//! clap then judges it as it judges what is typed, so that there is one list of settings with one set of messages. What
//! stands on the command line goes before the environment, and that before the file.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::error::ErrorKind;
use clap::{ArgAction, Command, CommandFactory, FromArgMatches};

use crate::Cli;

/// Commands that a file speaks to: those that keep something.
const SPOKEN_TO: &[&str] = &["up", "serve", "work", "doctor", "backup", "restore", "resume", "report", "user"];

/// The command line, with what the file says where the line says nothing.
pub(crate) fn parse(line: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    match with_file(&line, command.clone()) {
        Ok(with_file) => {
            let matches = with_file.try_get_matches_from(line)?;
            Cli::from_arg_matches(&matches)
        }
        Err(error) => Err(command.error(ErrorKind::InvalidValue, format!("{error:#}"))),
    }
}

fn with_file(line: &[OsString], command: Command) -> Result<Command> {
    // Only to find the command and the file: what is wrong with the line is told afterwards.
    let Ok(glance) = command.clone().ignore_errors(true).try_get_matches_from(line) else { return Ok(command) };
    let Some((name, glance)) = glance.subcommand() else { return Ok(command) };
    if !SPOKEN_TO.contains(&name) {
        return Ok(command);
    }
    let path = |id: &str| glance.try_get_one::<PathBuf>(id).ok().flatten().cloned();
    let named = path("config");
    let Some(file) = named.clone().or_else(|| path("data").map(|data| data.join("tidings.toml"))) else {
        return Ok(command);
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => return Ok(command),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
    };
    let lines = lines(&text).with_context(|| format!("{} cannot be used", file.display()))?;
    let all = known(&command);
    let name = name.to_owned();
    let mut faults = Vec::new();
    let command = command.mut_subcommand(&name, |mut sub| {
        for (key, values) in lines {
            let there = sub.get_arguments().find(|arg| arg.get_long() == Some(&key) && key != "config");
            match there.map(|arg| (arg.get_id().clone(), matches!(arg.get_action(), ArgAction::Append))) {
                Some((_, false)) if values.len() != 1 => faults.push(format!("{key} takes one value")),
                Some((id, _)) => sub = sub.mut_arg(id, |arg| arg.default_values(values.clone())),
                // One file serves several commands, of which not each has every option.
                None if all.contains(&key) => {}
                None => faults.push(format!("there is no setting {key}")),
            }
        }
        sub
    });
    if faults.is_empty() { Ok(command) } else { bail!("{}: {}", file.display(), faults.join("; ")) }
}

/// The long names of all options that some command of [`SPOKEN_TO`] has.
fn known(command: &Command) -> Vec<String> {
    let subs = command.get_subcommands().filter(|sub| SPOKEN_TO.contains(&sub.get_name()));
    subs.flat_map(|sub| sub.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned))).collect()
}

/// Each line's name and values.
fn lines(text: &str) -> Result<Vec<(String, Vec<String>)>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| anyhow::anyhow!("{error}"))?;
    table.into_iter().map(|(key, value)| Ok((key.clone(), values(&key, value)?))).collect()
}

fn values(key: &str, value: toml::Value) -> Result<Vec<String>> {
    use toml::Value::{Array, Boolean, Integer, String};
    Ok(match value {
        String(text) => vec![text],
        Integer(number) => vec![number.to_string()],
        Boolean(yes) => vec![yes.to_string()],
        Array(many) => {
            let each: Result<Vec<_>> = many.into_iter().map(|one| values(key, one)).collect();
            each?.into_iter().flatten().collect()
        }
        _ => bail!("{key} is a text, a number, true or false, or a list of these"),
    })
}

/// What a command is told about the file.
#[derive(clap::Args, Clone)]
pub(crate) struct ConfigArgs {
    /// A TOML file with these options, a line each [default: tidings.toml in the data folder]
    #[arg(long, value_name = "FILE", env = "TIDINGS_CONFIG")]
    config: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(file: &str, line: &[&str]) -> Result<Cli, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tidings.toml");
        std::fs::write(&path, file).unwrap();
        let mut all: Vec<OsString> = vec!["tidings".into(), line[0].into(), "--config".into(), path.into()];
        all.extend(line[1..].iter().map(OsString::from));
        parse(all).map_err(|error| error.to_string())
    }

    #[test]
    fn a_line_of_the_file_is_an_option_that_the_command_line_can_overrule() {
        let file = "listen = \"127.0.0.1:8080\"\nallow-private = [\"intranet\", \"10.0.0.7\"]\nopen = true\n";
        let settings = |cli: Cli| match cli.command {
            crate::commands::Command::Up(args) => args.settings,
            _ => unreachable!(),
        };
        let up = settings(parsed(file, &["up"]).unwrap());
        assert_eq!(up.listening.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(up.reading.allow_private, ["intranet", "10.0.0.7"]);
        let up = settings(parsed(file, &["up", "--listen", "127.0.0.1:9090"]).unwrap());
        assert_eq!(up.listening.listen.to_string(), "127.0.0.1:9090");
    }

    #[test]
    fn what_is_wrong_in_the_file_is_named() {
        for (file, told) in [
            ("lisen = \"127.0.0.1:8080\"", "there is no setting lisen"),
            ("listen = \"here\"", "invalid value 'here' for '--listen"),
            ("listen = [\"127.0.0.1:1\", \"127.0.0.1:2\"]", "listen takes one value"),
            ("[listen]\nport = 1", "listen is a text"),
            ("listen = ", "cannot be used"),
        ] {
            let Err(error) = parsed(file, &["up"]) else { panic!("{file}") };
            assert!(error.contains(told), "{file}: {error}");
        }
    }

    #[test]
    fn a_file_may_hold_what_another_command_takes() {
        assert!(parsed("listen = \"127.0.0.1:8080\"", &["resume"]).is_ok());
    }
}
