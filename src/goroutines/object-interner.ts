import { objectIndex } from './table.ts';
import type { ObjectIndex, WaitedObject } from './table.ts';

/** Gives each channel, set of channels and lock an index. */
export class ObjectInterner {
  readonly objects: WaitedObject[] = [{ kind: 'semaphore', addresses: [] }];
  readonly names: string[] = [''];
  readonly #indexes = new Map<string, ObjectIndex>();

  /** An address stands for one object: a writer waits for the mutex with which an RWMutex begins. */
  intern(object: WaitedObject): ObjectIndex {
    const key = object.addresses.join(' ');
    const known = this.#indexes.get(key);
    if (known !== undefined) {
      if (object.kind === 'rwmutex') this.objects[known] = object;
      return known;
    }
    const index = objectIndex(this.objects.push(object) - 1);
    this.names.push('');
    this.#indexes.set(key, index);
    return index;
  }
}
