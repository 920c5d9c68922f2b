/** A figure of runtime.MemStats as the text has it: `Alloc`, `Sys`, `PauseNs`. */
export interface MemStat {
  readonly name: string;
  readonly value: string;
}

/** The memory statistics at the end of a heap profile in text form; empty for other bytes. */
export function memStatsOf(bytes: Uint8Array): MemStat[] {
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith('heap profile: ')) return [];
  const at = text.lastIndexOf('\n# runtime.MemStats\n');
  if (at < 0) return [];
  return [...text.slice(at).matchAll(/^# (\w+) = (.*)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
}
