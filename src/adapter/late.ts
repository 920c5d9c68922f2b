/** For racing against an answer that may never come. The timer keeps no process alive. */
export function late(milliseconds: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), milliseconds).unref());
}
