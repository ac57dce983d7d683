//! What an operator is given: docs/operate.md names every setting, and the files of deploy/ say what the program takes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::run::{Place, stderr, stdout};

/// Commands that run as a service.
const SERVICES: [&str; 3] = ["up", "serve", "work"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap()
}

/// The options of a command with their environment variables, as its help has them.
fn options(command: &str) -> BTreeMap<String, Option<String>> {
    let help = stdout(&Place::new().tidings(&[command, "--help"]));
    let mut options = BTreeMap::new();
    let mut last = String::new();
    for line in help.lines().filter(|line| line.starts_with("  ")) {
        let mut words = line.split_whitespace().filter(|word| !matches!(*word, "-h," | "-V,"));
        if let Some(name) = words.next().and_then(|word| word.strip_prefix("--")) {
            name.clone_into(&mut last);
            options.insert(last.clone(), None);
        }
        // The help may break its line before the name.
        let variable = line.find("TIDINGS_").map(|at| line[at..].split(['=', ']']).next().unwrap().to_owned());
        if let (Some(variable), Some(there)) = (variable, options.get_mut(&last)) {
            *there = Some(variable);
        }
    }
    options.retain(|name, _| name != "help" && name != "version");
    options
}

/// The rows of the table of settings: option → environment variable and line of the file.
fn rows() -> BTreeMap<String, (String, String)> {
    let text = read("docs/operate.md");
    let plain = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let rows = text.lines().filter(|line| line.starts_with("| `--")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let name = plain(cells[0]).split(' ').next().unwrap().trim_start_matches("--").to_owned();
        (name, (plain(cells[1]), plain(cells[2])))
    });
    rows.collect()
}

/// The lines of a unit that keep a service from what is not its own.
fn walls(unit: &str) -> Vec<String> {
    let text = read(&format!("deploy/{unit}"));
    let walls = text.lines().skip_while(|line| !line.starts_with("# It reads websites"));
    walls.take_while(|line| !line.starts_with("[Install]")).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_table_of_settings_names_every_option_and_no_other_one() {
    let rows = rows();
    let mut known = BTreeMap::new();
    for command in SERVICES {
        let options = options(command);
        assert!(options.len() > 5, "{command}: {options:?}");
        known.extend(options);
    }
    let listed: Vec<_> = rows.keys().collect();
    assert_eq!(listed, known.keys().collect::<Vec<_>>());
    for (name, variable) in known {
        assert_eq!(rows[&name].0, variable.unwrap_or_default(), "the environment variable of --{name}");
    }
}

#[test]
fn each_line_of_the_table_and_of_the_example_is_one_that_a_file_may_have() {
    let lines: Vec<String> = rows().into_values().map(|(_, line)| line).filter(|line| !line.is_empty()).collect();
    let example = read("deploy/tidings.toml");
    let uncommented: Vec<&str> = example
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .collect();
    for text in [lines.join("\n"), uncommented.join("\n")] {
        for command in SERVICES {
            let place = Place::new();
            place.write("tidings.toml", &text);
            // Help is printed after the file was read, and before anything is begun.
            let output = place.tidings(&[command, "--config", "tidings.toml", "--help"]);
            assert_eq!(output.status.code(), Some(0), "{command}: {text}\n{}", stderr(&output));
        }
        // Values are judged where something is begun: here it finds that there is no data folder.
        let place = Place::new();
        place.write("tidings.toml", &text);
        let output = place.tidings(&["doctor", "--config", "tidings.toml", "--data", "nowhere"]);
        assert!(stdout(&output).contains("nowhere is not there"), "{text}\n{}", stderr(&output));
    }
}

#[test]
fn units_call_the_program_with_options_that_it_has_behind_the_same_walls() {
    let all = ["tidings.service", "tidings-serve@.service", "tidings-work@.service", "tidings-backup.service"];
    let first = walls(all[0]);
    assert!(first.len() > 20, "{first:?}");
    for unit in all {
        assert_eq!(walls(unit), first, "{unit}");
        let text = read(&format!("deploy/{unit}"));
        let call = text.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/tidings ")).unwrap();
        let mut words = call.split(' ');
        let options = options(words.next().unwrap());
        for option in words.filter_map(|word| word.strip_prefix("--")) {
            assert!(options.contains_key(option), "{unit}: --{option}");
        }
    }
}
