/** A number ready to show: digits and, apart from them, the muted unit. */
export interface Quantity {
  readonly digits: string;
  readonly unit: string;
}

const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';

/**
 * Three significant digits of a value in a pprof unit (`nanoseconds`, `bytes`, `count`, other words as they are).
 * Times go up to minutes and hours, bytes in powers of 1024, counts in full up to a million.
 */
export function quantity(value: number, unit: string): Quantity {
  if (!Number.isFinite(value)) return { digits: '\u2013', unit: '' };
  const sign = value < 0 ? MINUS : '';
  const size = Math.abs(value);
  const scale = SCALES[unit] ?? SCALES['count'] ?? [];
  let step: readonly [number, string] = [1, SCALES[unit] ? (scale[0]?.[1] ?? '') : unit];
  for (const candidate of scale) if (size >= candidate[0] * 0.9995) step = candidate;
  const label = SCALES[unit] ? step[1] : [step[1], unit].filter((part) => part !== '').join(' ');
  return {
    digits: sign + significant(size / step[0]),
    unit: size === 0 ? (scale[0]?.[1] ?? label) : label,
  };
}

/** `300 ms`, `1.24 GB`, `12`: a quantity in one string. */
export function quantityText(value: number, unit: string): string {
  const { digits, unit: label } = quantity(value, unit);
  return label === '' ? digits : `${digits} ${label}`;
}

/** A share of a whole as the design writes it: `12.3 %`, three significant digits, at most 100. */
export function percentText(part: number, whole: number): string {
  return `${percentDigits(part, whole)} %`;
}

export function percentDigits(part: number, whole: number): string {
  if (whole === 0 || !Number.isFinite(part / whole)) return '\u2013';
  const share = (part / whole) * 100;
  return (share < 0 ? MINUS : '') + threeDigits(Math.abs(share));
}

/** How long something waited: `0.8 ms`, `9.8 s`, `12 min`, `3.1 h`; unknown is an en dash. */
export function durationQuantity(nanoseconds: number | null): Quantity {
  if (nanoseconds === null || !Number.isFinite(nanoseconds)) return { digits: '\u2013', unit: '' };
  for (const [size, unit] of WAIT_SCALE) {
    if (nanoseconds >= size) {
      const value = nanoseconds / size;
      return {
        digits: value < 10 && unit !== 'min' ? value.toFixed(1) : Math.floor(value).toString(),
        unit,
      };
    }
  }
  return { digits: '0', unit: 's' };
}

/** `8,412`: whole numbers with the comma that tables and answer lines use. */
export function countText(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Whole numbers stay whole: `20 ms` next to `2.16 s`. */
function significant(size: number): string {
  return threeDigits(size).replace(/^(\d+)\.0+$/, '$1');
}

function threeDigits(size: number): string {
  if (size === 0) return '0';
  if (size >= 99.95) return countText(size);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return size.toFixed(Math.min(digits, 6));
}

/** Thin, non-breaking: between digits and a unit where both stand in one text node. */
export function joinThin({ digits, unit }: Quantity): string {
  return unit === '' ? digits : digits + NARROW_SPACE + unit;
}

const TIME_SCALE: readonly (readonly [number, string])[] = [
  [1, 'ns'],
  [1e3, 'µs'],
  [1e6, 'ms'],
  [1e9, 's'],
  [60e9, 'min'],
  [3600e9, 'h'],
];
const BYTE_SCALE: readonly (readonly [number, string])[] = [
  [1, 'B'],
  [1024, 'kB'],
  [1024 ** 2, 'MB'],
  [1024 ** 3, 'GB'],
  [1024 ** 4, 'TB'],
];
const COUNT_SCALE: readonly (readonly [number, string])[] = [
  [1, ''],
  [1e6, 'M'],
  [1e9, 'G'],
];
const SCALES: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  nanoseconds: TIME_SCALE,
  bytes: BYTE_SCALE,
  count: COUNT_SCALE,
};
const WAIT_SCALE: readonly (readonly [number, string])[] = [
  [3600e9, 'h'],
  [60e9, 'min'],
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];
