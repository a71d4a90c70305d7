//! Which checks are run: `--only` and `--skip`.

use clap::builder::PossibleValuesParser;

use crate::audit::{self, Check};
use crate::error::{Error, Result};

/// The choice among the checks.
#[derive(clap::Args, Debug)]
pub(super) struct Chosen {
    /// Only these checks, by their ids
    #[arg(long, value_name = "ID,…", value_delimiter = ',', hide_possible_values = true, value_parser = ids())]
    only: Vec<String>,

    /// All but these checks
    #[arg(long, value_name = "ID,…", value_delimiter = ',', hide_possible_values = true, value_parser = ids())]
    skip: Vec<String>,
}

impl Chosen {
    /// The checks that are left, in their order.
    ///
    /// # Errors
    /// None (usage): an audit that checks nothing must not pass.
    pub(super) fn checks(&self) -> Result<Vec<&'static Check>> {
        let names = |ids: &[String], check: &Check| ids.iter().any(|id| id == check.id);
        let is_chosen = |check: &&Check| {
            (self.only.is_empty() || names(&self.only, check)) && !names(&self.skip, check)
        };
        let checks: Vec<_> = audit::all().filter(is_chosen).collect();
        if checks.is_empty() {
            return Err(Error::usage("--only and --skip leave no check to run"));
        }
        Ok(checks)
    }
}

fn ids() -> PossibleValuesParser {
    PossibleValuesParser::new(audit::all().map(|check| check.id))
}
