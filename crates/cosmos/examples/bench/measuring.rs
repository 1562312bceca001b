//! Contenders in turns, and what came of them as a table.

use std::time::Instant;

const ROUNDS: usize = 9;

/// Something that can be done over and over: `n` times, each counting for `hops`.
pub struct Contender<'a> {
    pub name: &'static str,
    pub each: u32,
    pub per: f64,
    pub run: Box<dyn FnMut(u32) + 'a>,
}

pub struct Figure {
    pub name: &'static str,
    low: f64,
    pub median: f64,
    high: f64,
}

pub fn measure(contenders: &mut [Contender<'_>]) -> Vec<Figure> {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for contender in contenders.iter_mut() {
        (contender.run)(contender.each / 4 + 1);
    }
    for _ in 0..ROUNDS {
        for (times, contender) in times.iter_mut().zip(contenders.iter_mut()) {
            let start = Instant::now();
            (contender.run)(contender.each);
            let nanos = start.elapsed().as_nanos() as f64;
            times.push(nanos / f64::from(contender.each) / contender.per);
        }
    }
    times
        .into_iter()
        .zip(contenders)
        .map(|(mut times, contender)| {
            times.sort_by(f64::total_cmp);
            Figure {
                name: contender.name,
                low: times[0],
                median: times[times.len() / 2],
                high: times[times.len() - 1],
            }
        })
        .collect()
}

pub fn table(title: &str, unit: &str, figures: &[Figure]) {
    let own = figures[0].median;
    println!("\n### {title}\n");
    println!("| | ns each {unit}, median (lowest to highest) | beside the first |");
    println!("|---|---:|---:|");
    for f in figures {
        println!(
            "| {} | {:.0} ({:.0} to {:.0}) | {:.2} |",
            f.name,
            f.median,
            f.low,
            f.high,
            f.median / own
        );
    }
}
