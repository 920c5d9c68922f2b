import { adapterEvent } from '../../protocol/debug-session.ts';
import type { AdapterEvents } from '../../protocol/debug-session.ts';

/** An event that the adapter adds to DAP. */
export type AdapterEvent = {
  [Name in keyof AdapterEvents]: { readonly event: Name; readonly body: AdapterEvents[Name] };
}[keyof AdapterEvents];

const EVENT_NAMES: ReadonlySet<string> = new Set(Object.values(adapterEvent));

/** The adapter and the extension ship together: a message with one of our names has that name's body. */
export function asAdapterEvent(message: unknown): AdapterEvent | undefined {
  if (typeof message !== 'object' || message === null || !('event' in message)) return undefined;
  if (typeof message.event !== 'string' || !EVENT_NAMES.has(message.event)) return undefined;
  return message as AdapterEvent;
}
