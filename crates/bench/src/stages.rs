//! Where the time goes.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use dateline::article::Provenance;
use dateline::page::hints::ElementHints;
use dateline::page::{Page, PageContext, body, metadata, structured};
use dateline::{Extractor, Input, Layers, Limits, Options, Trace, decode, dom, language};

use crate::pages;
use crate::peers::median;

#[derive(clap::Args)]
pub(crate) struct StagesArgs {
    /// Folders of pages.
    #[arg(default_values = ["../shared/corpora/wcxb-dev", "../shared/corpora/fundus-dev"])]
    folders: Vec<PathBuf>,
    /// How many pages, spread evenly over the folders.
    #[arg(long, default_value_t = 200)]
    pages: usize,
    /// How many rounds.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
}

const STAGES: [&str; 9] = [
    "decode",
    "dom",
    "page: declarations",
    "page: body",
    "page: metadata",
    "language",
    "render (JSON)",
    "bytes to record, no analysis",
    "analysis",
];
/// Of [`STAGES`], the one that shares are of.
const WHOLE: usize = 7;

pub(crate) fn run(args: &StagesArgs) -> anyhow::Result<()> {
    let paths = pages::sample(&args.folders, args.pages)?;
    let pages: Vec<Vec<u8>> =
        paths.iter().map(|path| pages::read(path)).collect::<anyhow::Result<_>>()?;
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let bare = Extractor::new(Options { analysis: Layers::NONE, ..Options::default() })?;
    let full = Extractor::new(Options::default())?;
    let mut rounds: Vec<[f64; STAGES.len()]> = Vec::new();
    for _ in 0..=args.rounds {
        let mut micros = [0.0; STAGES.len()];
        for bytes in &pages {
            one_page(bytes, &bare, &full, &mut micros);
        }
        rounds.push(micros.map(|sum| sum / pages.len() as f64));
    }
    println!(
        "{} pages, mean {} KB, {} rounds, one core; median time of a page\n",
        pages.len(),
        bytes / pages.len() / 1000,
        args.rounds
    );
    println!("| stage | µs/page | share |\n|---|--:|--:|");
    let medians: Vec<f64> = (0..STAGES.len())
        .map(|stage| median(&mut rounds[1..].iter().map(|round| round[stage]).collect::<Vec<_>>()))
        .collect();
    for (name, micros) in STAGES.iter().zip(&medians) {
        println!("| {name} | {micros:.0} | {:.0} % |", 100.0 * micros / medians[WHOLE]);
    }
    Ok(())
}

/// A clock that is read between stages.
struct Clock(Instant);

impl Clock {
    /// Microseconds since the last lap.
    fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let micros = (now - self.0).as_secs_f64() * 1e6;
        self.0 = now;
        micros
    }
}

/// Adds the time of every stage of one page. Analysis is what the full record takes beyond the bare
/// one.
fn one_page(bytes: &[u8], bare: &Extractor, full: &Extractor, micros: &mut [f64; STAGES.len()]) {
    let trace = &mut Trace::off();
    let mut clock = Clock(Instant::now());
    let decoded = decode::decode(black_box(bytes), None, true, trace);
    micros[0] += clock.lap();
    let (dom, _) = dom::parse_within(&decoded.text, &Limits::default());
    micros[1] += clock.lap();
    let context = PageContext::default();
    let mut page = Page::default();
    let declared = structured::gather(&dom, &context, &mut page.warnings, trace);
    micros[2] += clock.lap();
    let mut hints = ElementHints::new(&dom);
    body::extract(&dom, &context, &declared, &mut hints, &mut page, trace);
    micros[3] += clock.lap();
    metadata::decide(&dom, &context, &declared, &hints, &mut page, trace);
    micros[4] += clock.lap();
    let tag = page.metadata.language.as_deref().map(|tag| (tag, Provenance::Meta));
    black_box(language::identify(&page.body.text, tag, trace));
    micros[5] += clock.lap();
    drop((page, declared, dom));
    let input = Input::new(bytes);
    clock.lap();
    let record = bare.extract(&input);
    let alone = clock.lap();
    if let Ok(record) = &record {
        black_box(dateline::render::json(record).len());
    }
    let rendered = clock.lap();
    micros[6] += rendered;
    micros[WHOLE] += alone + rendered;
    clock.lap();
    black_box(full.extract(&input).is_ok());
    micros[WHOLE + 1] += clock.lap() - alone;
}
