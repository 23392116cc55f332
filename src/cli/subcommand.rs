//! The subcommands, in one table. The options of each are made when it is the
//! one that was asked for: making all of them would take longer than most runs.

use clap::error::{Error, ErrorKind};
use clap::{ArgMatches, Args, FromArgMatches, Subcommand};

use super::args::{
    CacheArgs, ClaimArgs, ClassifyArgs, CompletionsArgs, DecodeArgs, DemoArgs, ExplainArgs,
    KeysArgs, ManArgs, RuleArgs, ServersArgs, VerifyArgs,
};

macro_rules! subcommands {
    ($($name:literal $variant:ident($args:ty) $about:literal;)*) => {
        /// What is asked for.
        #[derive(Debug)]
        pub(crate) enum Command {
            $(#[doc = $about] $variant($args),)*
        }

        impl FromArgMatches for Command {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
                Self::from_arg_matches_mut(&mut matches.clone())
            }

            fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
                match matches.remove_subcommand() {
                    $(Some((name, mut inner)) if name == $name => {
                        Ok(Self::$variant(<$args>::from_arg_matches_mut(&mut inner)?))
                    })*
                    _ => Err(Error::raw(ErrorKind::MissingSubcommand, "there is no subcommand\n")),
                }
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl Subcommand for Command {
            fn augment_subcommands(command: clap::Command) -> clap::Command {
                // Said again behind the options: a group of them that is flattened
                // in leaves its own description.
                command$(.subcommand(clap::Command::new($name).about($about).defer(|command| {
                    <$args>::augment_args(command).about($about).long_about(None)
                })))*
            }

            fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
                Self::augment_subcommands(command)
            }

            fn has_subcommand(name: &str) -> bool {
                matches!(name, $($name)|*)
            }
        }
    };
}

subcommands! {
    "decode" Decode(DecodeArgs) "What is in it? (nothing is verified)";
    "classify" Classify(ClassifyArgs) "What kind of token is it, who issued it, for whom?";
    "verify" Verify(VerifyArgs) "Is it genuine, live, and for me?";
    "explain" Explain(ExplainArgs) "Would this API take it? If not: why, and what has to change?";
    "keys" Keys(KeysArgs) "What keys does this tenant publish, and are they sound?";
    "rule" Rule(RuleArgs) "What does a finding mean? Without a name: all of them";
    "claim" Claim(ClaimArgs)
        "What does a claim or header member mean? Without a name: all of them";
    "servers" Servers(ServersArgs) "What is known of the servers in front of APIs";
    "demo" Demo(DemoArgs) "Show all of it on a throw-away tenant, without a network";
    "cache" Cache(CacheArgs) "What is kept of tenants' answers, and where";
    "completions" Completions(CompletionsArgs) "Print a completion script for a shell";
    "man" Man(ManArgs) "Write the manual pages into a folder";
}
