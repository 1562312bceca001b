// Contenders in turns, and what came of them as a table: as crates/cosmos/examples/bench/measuring.rs does natively.

const ROUNDS = 9;

// The browser's own work is let through before the clock runs: compiling again what is hot, collecting what is left.
const pause = () => new Promise((done) => setTimeout(done, 20));

/** Each contender has a `name`, `run(n)`, how often it runs in a round (`each`), and how many things one run is (`per`). */
export async function measure(contenders) {
  const times = contenders.map(() => []);
  for (const { run, each } of contenders) {
    // twice, since what is hot is compiled again only after a while
    run(each);
    await pause();
    run(each);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [no, { run, each, per }] of contenders.entries()) {
      await pause();
      const start = performance.now();
      run(each);
      times[no].push(((performance.now() - start) * 1e6) / each / per);
    }
  }
  return contenders.map(({ name }, no) => {
    const sorted = times[no].sort((a, b) => a - b);
    return { name, low: sorted[0], median: sorted[sorted.length >> 1], high: sorted.at(-1) };
  });
}

export function table(title, unit, figures) {
  const lines = [
    `### ${title}\n`,
    `| | ns each ${unit}, median (lowest to highest) | beside the first |`,
    "|---|---:|---:|",
    ...figures.map(({ name, low, median, high }) => {
      const [l, m, h] = [low, median, high].map((ns) => ns.toFixed(0));
      return `| ${name} | ${m} (${l} to ${h}) | ${(median / figures[0].median).toFixed(2)} |`;
    }),
  ];
  return lines.join("\n");
}
