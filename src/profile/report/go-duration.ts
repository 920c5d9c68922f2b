/** Go's time.Duration.String: `1h2m3.5s`, `250ms`, `1.5µs`. */
export function goDuration(nanos: number): string {
  if (nanos === 0) return '0s';
  const sign = nanos < 0 ? '-' : '';
  const size = Math.abs(nanos);
  if (size < 1e3) return `${sign}${size}ns`;
  if (size < 1e6) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1e9) return `${sign}${decimal(size, 6)}ms`;
  const minutes = Math.floor(size / 60e9);
  const seconds = `${decimal(size - minutes * 60e9, 9)}s`;
  if (minutes === 0) return sign + seconds;
  const hours = Math.floor(minutes / 60);
  return hours === 0
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${hours}h${minutes % 60}m${seconds}`;
}

/** A whole number divided by a power of ten, without zeros at the end. */
function decimal(value: number, digits: number): string {
  const text = String(value).padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return text.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
}
