//! Flags that clap hears of when their verb is typed, not before.

use std::any::TypeId;

use clap::builder::{OsStringValueParser, PossibleValuesParser, Resettable, TypedValueParser};
use clap::{Arg, ArgMatches, Command, Error, FromArgMatches};

use crate::source::decode;

use super::lock;

/// The flags of a verb. There are hundreds of flags in all, and to describe them all takes as long as
/// to compile a small file; so those of a verb are described when it is known that it is the one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deferred<T>(pub T);

impl<T: clap::Args> clap::Args for Deferred<T> {
    fn augment_args(verb: Command) -> Command {
        verb.defer(described::<T>)
    }

    fn augment_args_for_update(verb: Command) -> Command {
        Self::augment_args(verb)
    }
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(typed: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(typed).map(Self)
    }

    fn update_from_arg_matches(&mut self, typed: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(typed)
    }
}

/// A verb with its flags. What it does has been said where the verbs are listed.
fn described<T: clap::Args>(verb: Command) -> Command {
    let about = Resettable::from(verb.get_about().cloned());
    let long_about = Resettable::from(verb.get_long_about().cloned());
    settled(T::augment_args(verb)).about(about).long_about(long_about)
}

/// A verb with what cannot be said where its flags are declared.
fn settled(verb: Command) -> Command {
    let verb = verb.mut_args(as_pflag).mut_args(as_go);
    match verb.get_name() {
        "plan" => verb.mut_args(|arg| hidden(arg, &["metadata_file"])),
        "graph" | "keys" | "why" | "affected" | "render" => {
            verb.mut_args(|arg| hidden(arg, &WITHOUT_EFFECT))
        }
        "check" => of_everything(verb.mut_args(|arg| hidden(arg, &WITHOUT_EFFECT))),
        "lock" => of_everything(lock::arguments(verb.mut_args(|arg| hidden(arg, &WITHOUT_EFFECT)))),
        _ => verb,
    }
}

/// A verb that is for everything in the files where no target is named.
fn of_everything(verb: Command) -> Command {
    let help =
        "Targets, groups, tasks, promotions, or patterns such as `app-*` [default: everything]";
    verb.mut_arg("targets", |arg| arg.help(help).help_heading(None))
}

/// Lets a switch have a value, as `--push=false`.
fn as_pflag(arg: Arg) -> Arg {
    if arg.get_value_parser().type_id() != TypeId::of::<bool>() {
        return arg;
    }
    arg.num_args(0..=1)
        .require_equals(true)
        .default_missing_value("true")
        .value_name("BOOL")
        .value_parser(truth())
        .hide_possible_values(true)
}

/// Lets a text be any bytes, of which those that are not UTF-8 are replaced as Go does it.
fn as_go(arg: Arg) -> Arg {
    if arg.get_value_parser().type_id() != TypeId::of::<String>() {
        return arg;
    }
    arg.value_parser(OsStringValueParser::new().map(|word| decode::lossy(word.as_encoded_bytes())))
}

/// What is for those only who build or make a plan: what is handed to docker, and pins.
const WITHOUT_EFFECT: [&str; 6] = ["metadata_file", "allow", "builder", "progress", "debug", "pin"];

/// Hides a flag where it does nothing.
fn hidden(arg: Arg, without_effect: &[&str]) -> Arg {
    let hide = without_effect.contains(&arg.get_id().as_str());
    arg.hide(hide)
}

/// Go's spellings of true and false.
pub fn truth() -> impl TypedValueParser<Value = bool> {
    let known = ["true", "false", "1", "0", "t", "f", "T", "F", "TRUE", "FALSE", "True", "False"];
    PossibleValuesParser::new(known).map(|text| text == "1" || text.to_lowercase().starts_with('t'))
}
