/**
 * Numbers as pprof prints them (internal/measurement/measurement.go, pprof vendored in Go 1.26). For tables that
 * must equal `go tool pprof`; what people read elsewhere is written by base/format.ts.
 */
export interface Scaled {
  readonly value: number;
  /** Empty where the unit goes without saying (`count`). */
  readonly unit: string;
}

/** Converts to a unit, or to a fitting one for `minimum` and `auto` (measurement.Scale). */
export function scale(value: number, fromUnit: string, toUnit: string): Scaled {
  if (value < 0) {
    const positive = scale(-value, fromUnit, toUnit);
    return { value: -positive.value, unit: positive.unit };
  }
  for (const type of UNIT_TYPES) {
    const from = sniff(type, fromUnit);
    if (!from) continue;
    const base = value * from.factor;
    if (toUnit === 'minimum' || toUnit === 'auto') {
      return autoScale(type, base) ?? inDefault(type, base);
    }
    const to = sniff(type, toUnit);
    return to ? { value: base / to.factor, unit: to.name } : inDefault(type, base);
  }
  return { value, unit: PLAIN_UNITS.has(toUnit) ? '' : toUnit };
}

/** True where values of one unit can be converted to the other. */
export function areComparable(unit: string, other: string): boolean {
  return unit === other || UNIT_TYPES.some((type) => sniff(type, unit) && sniff(type, other));
}

/** `1.25s`, `512kB`, `0`: two decimals, none where both are zero (measurement.ScaledLabel). */
export function scaledLabel(value: number, fromUnit: string, toUnit: string): string {
  const scaled = scale(value, fromUnit, toUnit);
  const digits = fixed(scaled.value, 2).replace(/\.00$/, '');
  return digits === '0' || digits === '-0' ? '0' : digits + scaled.unit;
}

/** Six characters, such as ` 5.26%`, `  100%`, `0.014%` (measurement.Percentage). */
export function percentage(value: number, total: number): string {
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? fixed(ratio, 2) : general(ratio)).padStart(5)}%`;
}

/** Go's `%.nf`: exact decimal digits, halves to even; `toFixed` rounds halves up. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  // Only a number whose double in units of the last digit is whole can be a half; most are not.
  if (!Number.isInteger(value * 2 * 10 ** digits)) return text;
  const exact = value.toFixed(digits + 30);
  const cut = exact.length - 30;
  if (!/^50*$/.test(exact.slice(cut))) return text;
  const down = digits === 0 ? exact.slice(0, cut - 1) : exact.slice(0, cut);
  return /[02468]$/.test(down) ? down : text;
}

/** Go's `%.2g` of a number from 0 to 1. */
function general(value: number): string {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(value));
  const rounded = fixed(value, 1 - exponent);
  const power = Number(rounded) >= 10 ** (exponent + 1) ? exponent + 1 : exponent;
  if (power >= -4) return rounded.replace(/\.?0+$/, '');
  const mantissa = Number(value.toPrecision(2)).toExponential().split('e')[0] ?? '';
  return `${mantissa}e-${String(-power).padStart(2, '0')}`;
}

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitType {
  readonly units: readonly Unit[];
  readonly defaultName: string;
  readonly defaultFactor: number;
}

function sniff({ units }: UnitType, unit: string): Unit | undefined {
  let alias = unit.toLowerCase();
  // Go counts bytes: `μs` has three, and is therefore known to pprof by its other aliases only.
  if ((alias.length > 2 || alias === 'μs') && alias.endsWith('s')) alias = alias.slice(0, -1);
  return units.find(({ aliases }) => aliases.includes(alias));
}

function autoScale({ units }: UnitType, value: number): Scaled | null {
  let best: Unit | null = null;
  for (const unit of units) {
    if (unit.factor >= (best?.factor ?? 0) && value / unit.factor >= 1) best = unit;
  }
  return best && { value: value / best.factor, unit: best.name };
}

function inDefault({ defaultName, defaultFactor }: UnitType, value: number): Scaled {
  return { value: value / defaultFactor, unit: defaultName };
}

const PLAIN_UNITS: ReadonlySet<string> = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

const UNIT_TYPES: readonly UnitType[] = [
  {
    units: [
      { name: 'B', aliases: ['b', 'byte'], factor: 1 },
      { name: 'kB', aliases: ['kb', 'kbyte', 'kilobyte'], factor: 1024 },
      { name: 'MB', aliases: ['mb', 'mbyte', 'megabyte'], factor: 1024 ** 2 },
      { name: 'GB', aliases: ['gb', 'gbyte', 'gigabyte'], factor: 1024 ** 3 },
      { name: 'TB', aliases: ['tb', 'tbyte', 'terabyte'], factor: 1024 ** 4 },
      { name: 'PB', aliases: ['pb', 'pbyte', 'petabyte'], factor: 1024 ** 5 },
    ],
    defaultName: 'B',
    defaultFactor: 1,
  },
  {
    units: [
      { name: 'ns', aliases: ['ns', 'nanosecond'], factor: 1 },
      { name: 'us', aliases: ['μs', 'us', 'microsecond'], factor: 1e3 },
      { name: 'ms', aliases: ['ms', 'millisecond'], factor: 1e6 },
      { name: 's', aliases: ['s', 'sec', 'second'], factor: 1e9 },
      { name: 'hrs', aliases: ['hour', 'hr'], factor: 3600e9 },
    ],
    defaultName: 's',
    defaultFactor: 1e9,
  },
  {
    units: [
      { name: 'n*GCU', aliases: ['nanogcu'], factor: 1e-9 },
      { name: 'u*GCU', aliases: ['microgcu'], factor: 1e-6 },
      { name: 'm*GCU', aliases: ['milligcu'], factor: 1e-3 },
      { name: 'GCU', aliases: ['gcu'], factor: 1 },
      { name: 'k*GCU', aliases: ['kilogcu'], factor: 1e3 },
      { name: 'M*GCU', aliases: ['megagcu'], factor: 1e6 },
      { name: 'G*GCU', aliases: ['gigagcu'], factor: 1e9 },
      { name: 'T*GCU', aliases: ['teragcu'], factor: 1e12 },
      { name: 'P*GCU', aliases: ['petagcu'], factor: 1e15 },
    ],
    defaultName: 'GCU',
    defaultFactor: 1,
  },
];
