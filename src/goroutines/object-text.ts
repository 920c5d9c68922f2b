import type { GoroutineTable, WaitedObject } from './table.ts';

const WORDS: Readonly<Record<WaitedObject['kind'], string>> = {
  chan: 'chan',
  select: 'select',
  mutex: 'mutex',
  rwmutex: 'rwmutex',
  waitgroup: 'wait group',
  semaphore: 'semaphore',
};

/** `n.acks chan Ack 0xc000014060`; without what the program calls it: `chan 0xc000014060`. Empty for none. */
export function objectText(table: GoroutineTable, index: number): string {
  const object = table.objects[index];
  if (!object || index === 0) return '';
  const name = table.objectNames[index] ?? '';
  const places = addressesText(object.addresses);
  return name === '' ? `${WORDS[object.kind]} ${places}` : `${name} ${places}`;
}

function addressesText(addresses: readonly number[]): string {
  const shown = addresses.slice(0, 2).map((address) => `0x${address.toString(16)}`);
  const more = addresses.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` +${more}` : '');
}
