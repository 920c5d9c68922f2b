/** What can stand at the caret of a filter. */
export interface Completion {
  /** Half-open range in the filter that an item replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly text: string; readonly detail: string }[];
}

/** The open list below the filter. */
export interface CompletionState extends Completion {
  /** -1: none is chosen yet. */
  readonly chosen: number;
}

/** Null when there is nothing to offer, or only what stands there already. */
export function opened(completion: Completion, filter: string): CompletionState | null {
  const [only, second] = completion.items;
  const typed = filter.slice(completion.from, completion.to);
  if (!only || (!second && only.text === typed)) return null;
  return { ...completion, chosen: -1 };
}

/** Chooses the next or previous item, around the ends. */
export function moved(completion: CompletionState, by: 1 | -1): CompletionState {
  const { length } = completion.items;
  const from = completion.chosen < 0 && by < 0 ? 0 : completion.chosen;
  return { ...completion, chosen: (from + by + length) % length };
}

/** The filter with an item in its place and where the caret goes; a value is followed by a space. */
export function accepted(
  { items, from, to }: CompletionState,
  index: number,
  filter: string,
): { readonly filter: string; readonly caret: number } {
  const text = items[index]?.text ?? '';
  const rest = filter.slice(to);
  const gap = /[:=]$/.test(text) || rest.startsWith(' ') ? '' : ' ';
  return {
    filter: filter.slice(0, from) + text + gap + rest,
    caret: from + text.length + gap.length,
  };
}
