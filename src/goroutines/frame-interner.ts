import { codeKind, parseGoSymbol } from '../base/go-symbol.ts';
import type { CodeKind } from '../base/go-symbol.ts';
import { NO_FRAME, frameIndex } from './table.ts';
import type { FrameIndex, FrameTable } from './table.ts';

/** Gives each place an index. Looks up by function first: a program has few places per function. */
export class FrameInterner {
  readonly #ownModules: readonly string[];
  readonly #byFunction = new Map<string, FrameIndex[]>();
  readonly #table: MutableFrameTable = {
    length: 1,
    function: [''],
    file: [''],
    line: [0],
    kind: ['runtime'],
  };

  constructor(ownModules: readonly string[]) {
    this.#ownModules = ownModules;
  }

  get table(): FrameTable {
    return this.#table;
  }

  intern(functionName: string, file: string, line: number): FrameIndex {
    if (functionName === '' && file === '') return NO_FRAME;
    let places = this.#byFunction.get(functionName);
    if (!places) this.#byFunction.set(functionName, (places = []));
    for (const place of places) {
      if (this.#table.line[place] === line && this.#table.file[place] === file) return place;
    }
    const index = frameIndex(this.#table.length++);
    this.#table.function.push(functionName);
    this.#table.file.push(file);
    this.#table.line.push(line);
    const { packagePath } = parseGoSymbol(functionName);
    this.#table.kind.push(codeKind(packagePath, file, this.#ownModules));
    places.push(index);
    return index;
  }
}

interface MutableFrameTable extends FrameTable {
  length: number;
  readonly function: string[];
  readonly file: string[];
  readonly line: number[];
  readonly kind: CodeKind[];
}
