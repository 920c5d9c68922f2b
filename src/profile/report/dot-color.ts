/**
 * The colour of a share between -1 and 1: green below 0, grey at 0, red above (graph.dotColor of pprof vendored
 * in Go 1.26). Backgrounds are light, lines are strong.
 */
export function dotColor(share: number, isBackground: boolean): string {
  const value = isBackground ? 0.93 : 0.7;
  const limited = Math.max(-1, Math.min(1, share));
  let saturation = isBackground ? 0.1 : 1;
  // Near 0 grey, rather than yellow.
  if (Math.abs(limited) < 0.2) saturation *= Math.abs(limited) / 0.2;
  // Small shares move away from 0, so that the colours are told apart.
  const moved = Math.sign(limited) * Math.abs(limited) ** (1 - 0.7);
  const red = moved < 0 ? value * (1 + saturation * moved) : value;
  const green = moved < 0 ? value : value * (1 - saturation * moved);
  const blue = value * (1 - saturation);
  return `#${[red, green, blue].map(hex).join('')}`;
}

function hex(part: number): string {
  return Number.isNaN(part)
    ? '00'
    : Math.trunc(part * 255)
        .toString(16)
        .padStart(2, '0');
}
