import type { CodeKind } from '../../base/go-symbol.ts';
import { codeKind, parseGoSymbol } from '../../base/go-symbol.ts';
import type { RpcStackframe } from '../../delve/rpc-types.ts';
import type { ExpressionFrame } from '../../protocol/expression-view.ts';

/** The frame of a goroutine that expressions are evaluated in. */
export interface ChosenFrame {
  /** Position in the stack; -1: the wanted function is not on it. */
  readonly position: number;
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export const NO_FRAME_CHOSEN: ChosenFrame = { position: -1, name: '', file: '', line: 0 };

/** Own code is rarely deeper; a named function may be anywhere in what the panel shows of a stack. */
const OWN_DEPTH = 20;
const NAMED_DEPTH = 50;

export class FrameChoice {
  readonly #wanted: ExpressionFrame;
  readonly #ownModules: readonly string[];
  readonly #kinds = new Map<string, CodeKind>();

  constructor(wanted: ExpressionFrame, ownModules: readonly string[]) {
    this.#wanted = wanted;
    this.#ownModules = ownModules;
  }

  get depth(): number {
    return this.#wanted.kind === 'function' ? NAMED_DEPTH : OWN_DEPTH;
  }

  /** Goroutines without the wanted function are left out of the table. */
  get isFilter(): boolean {
    return this.#wanted.kind === 'function';
  }

  /** The top frame decides: no stack has to be read. */
  isTop(name: string, file: string): boolean {
    if (this.#wanted.kind === 'function') return name.includes(this.#wanted.text);
    return this.#wanted.kind === 'top' || this.#kindOf(name, file) === 'own';
  }

  /** Own code, else the first frame that is not the runtime's, else the top. */
  choose(stack: readonly RpcStackframe[]): ChosenFrame {
    const names = stack.map((frame) => frame.function?.name ?? '');
    const kinds = stack.map(({ file }, at) => this.#kindOf(names[at] ?? '', file));
    let position: number;
    if (this.#wanted.kind === 'function') {
      const { text } = this.#wanted;
      position = names.findIndex((name) => name.includes(text));
      if (position < 0) return NO_FRAME_CHOSEN;
    } else {
      position = kinds.indexOf('own');
      if (position < 0) position = kinds.findIndex((kind) => kind !== 'runtime');
      if (position < 0) position = 0;
    }
    const frame = stack[position];
    const { file = '', line = 0 } = frame ?? {};
    return { position, name: names[position] ?? '', file, line: Math.max(0, line) };
  }

  #kindOf(name: string, file: string): CodeKind {
    let kind = this.#kinds.get(name);
    if (kind === undefined) {
      kind = codeKind(parseGoSymbol(name).packagePath, file, this.#ownModules);
      this.#kinds.set(name, kind);
    }
    return kind;
  }
}
