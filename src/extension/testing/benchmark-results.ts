/** One line of a benchmark's result, testing/benchmark.go: `BenchmarkApply-8  12  95 ns/op  0 B/op`. */
export interface BenchmarkResult {
  /** With the `-8` of GOMAXPROCS taken off. */
  readonly name: string;
  readonly figures: readonly { readonly value: number; readonly unit: string }[];
}

export function benchmarkResults(output: string): BenchmarkResult[] {
  return output.split('\n').flatMap((line) => {
    const [, name, figures] = /^(Benchmark\S+)\s+\d+\s+(\S.*)$/.exec(line) ?? [];
    if (name === undefined || figures === undefined) return [];
    const pairs = [...figures.matchAll(/([\d.e+]+) (\S+)/g)];
    return [
      {
        name: name.replace(/-\d+$/, ''),
        figures: pairs.map(([, value, unit = '']) => ({ value: Number(value), unit })),
      },
    ];
  });
}

/** `95.2 ns/op (−4.8 %) · 0 B/op`: each figure, and the change against the run before where there was one. */
export function describeResult(result: BenchmarkResult, before?: BenchmarkResult): string {
  return result.figures
    .map(({ value, unit }) => {
      const earlier = figureOf(before, unit);
      return `${value.toLocaleString('en')} ${unit}${earlier === undefined ? '' : change(value, earlier)}`;
    })
    .join(' · ');
}

/** `ns/op 100 → 95.2 (−4.8 %) · B/op 0 → 0`: the figures that both runs have. */
export function describeChange(before: BenchmarkResult, after: BenchmarkResult): string {
  return after.figures
    .flatMap(({ value, unit }) => {
      const earlier = figureOf(before, unit);
      if (earlier === undefined) return [];
      const [old, now] = [earlier, value].map((one) => one.toLocaleString('en'));
      return [`${unit} ${old} → ${now}${change(value, earlier)}`];
    })
    .join(' · ');
}

function figureOf(result: BenchmarkResult | undefined, unit: string): number | undefined {
  return result?.figures.find((figure) => figure.unit === unit)?.value;
}

function change(value: number, earlier: number): string {
  if (value === earlier || earlier === 0) return '';
  const percent = ((value - earlier) / earlier) * 100;
  if (Math.abs(percent) < 0.05) return '';
  return ` (${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %)`;
}
