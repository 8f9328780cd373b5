//! `bakewell plan`: the plan, and nothing else.

use crate::cli::args::{Format, Plan};
use crate::cli::engine::Purpose;
use crate::cli::exit;

use super::Scene;

/// Prints the plan.
pub fn run(args: &Plan, scene: &mut Scene) -> u8 {
    let purpose = match args.format {
        Format::Bake => Purpose::Show,
    };
    match scene.plan(&args.wanted, &args.handed, purpose) {
        Ok((_, plan)) => scene.print(&plan),
        Err(_) => exit::WRONG,
    }
}
