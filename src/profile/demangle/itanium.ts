/**
 * Names of the Itanium C++ ABI. Types are read because substitutions count them, and printed where a name has one:
 * conversions, lambdas, tables of classes.
 */
import { skipExpression } from './expression.ts';
import { Mangled, NotUnderstood } from './mangled.ts';
import { memberOf, packOf, type Piece, plain, pointerTo, qualified, textOf } from './piece.ts';
import { BUILTIN_TYPES, FURTHER_TYPES, OPERATORS, STANDARD_NAMES } from './tables.ts';

export { NotUnderstood };

/** Substitutions can double a name each time; the names of programs stay far below. */
const LONGEST_NAME = 2 ** 15;
const DEEPEST = 200;
/** Packs in packs are read many times over. */
const MOST_TYPES = 20_000;

export class ItaniumParser {
  readonly #in: Mangled;
  readonly #substitutions: Piece[] = [];
  /** Arguments of the templates around, null inside of a conversion, whose arguments follow. */
  readonly #templates: (readonly Piece[] | null)[] = [];
  /** From which template on parameters are `auto` of a lambda; 0 outside of lambdas. */
  #lambdaLevel = 0;
  /** Which element of a pack is expanded, and a pack that was met; null outside of expansions. */
  #expansion: { readonly index: number; pack: readonly Piece[] | null } | null = null;
  #depth = 0;
  #types = 0;

  constructor(mangled: string) {
    this.#in = new Mangled(mangled);
  }

  /** Without parameters; what follows the name is not read. */
  functionName(): string {
    if (/[GT]/.test(this.#in.peek())) return printable(this.#specialName());
    return printable(textOf(this.#name().piece));
  }

  /** With parameters. */
  signature(): string {
    return printable(this.#encoding(false));
  }

  /** `isEnclosing`: a function around a local name, which is printed with empty parentheses. */
  #encoding(isEnclosing: boolean): string {
    const input = this.#in;
    if (/[GT]/.test(input.peek())) return this.#specialName();
    const { piece, qualifiers } = this.#name();
    const name = textOf(piece);
    if (input.isAtEnd() || input.peek() === 'E') return name;
    if (piece.args) this.#templates.push(piece.args);
    const level = this.#lambdaLevel;
    if (piece.args) this.#lambdaLevel = 0;
    const hasReturn = input.skip('J') || (piece.args !== null && !piece.isSpecial);
    const result = hasReturn ? this.#type() : null;
    const parameters = this.#parameters();
    if (piece.args) this.#templates.pop();
    this.#lambdaLevel = level;
    if (isEnclosing) return `${name}()${qualifiers}`;
    const prefix = result ? `${result.left} ` : '';
    return `${prefix}${name}(${parameters})${qualifiers}${result?.right ?? ''}`;
  }

  #specialName(): string {
    const input = this.#in;
    const code = input.take(2);
    const ofType = TYPE_TABLES[code];
    if (ofType !== undefined) return ofType + textOf(this.#type());
    const ofName = NAME_TABLES[code];
    if (ofName !== undefined) {
      const name = textOf(this.#name().piece);
      return ofName + name;
    }
    if (code === 'Th' || code === 'Tv') {
      input.match(code === 'Th' ? /n?\d+_/y : /n?\d+_n?\d+_/y);
      return `${code === 'Th' ? 'non-virtual' : 'virtual'} thunk to ${this.#encoding(false)}`;
    }
    if (code === 'Tc') {
      for (let count = 0; count < 2; count++) input.match(/(?:hn?\d+_|vn?\d+_n?\d+_)/y);
      return `covariant return thunk to ${this.#encoding(false)}`;
    }
    if (code === 'TC') {
      const derived = textOf(this.#type());
      input.match(/\d+_/y);
      return `construction vtable for ${textOf(this.#type())}-in-${derived}`;
    }
    if (code === 'GA') return `hidden alias for ${this.#encoding(false)}`;
    if (code === 'GT') {
      const kind = input.take(1) === 'n' ? 'non-transaction' : 'transaction';
      return `${kind} clone for ${this.#encoding(false)}`;
    }
    throw new NotUnderstood();
  }

  #name(): { piece: Piece; qualifiers: string } {
    const input = this.#in;
    const next = input.peek();
    if (next === 'N') return this.#nestedName();
    if (next === 'Z') return this.#localName();
    let piece: Piece;
    let isSubstitution = false;
    if (input.skip('St')) {
      const inner = this.#unqualifiedName();
      piece = { ...inner, left: `std::${inner.left}` };
    } else if (next === 'S') {
      piece = this.#substitution(false);
      isSubstitution = true;
    } else piece = this.#unqualifiedName();
    if (input.peek() !== 'I') return { piece: settled(piece), qualifiers: '' };
    if (!isSubstitution) this.#add(piece);
    return { piece: templateOf(piece, this.#templateArgs()), qualifiers: '' };
  }

  #nestedName(): { piece: Piece; qualifiers: string } {
    const input = this.#in;
    input.expect('N');
    const cv = input.skip('H') ? '' : this.#qualifiers();
    const reference = input.skip('R') ? ' &' : input.skip('O') ? ' &&' : '';
    const piece = this.#prefix();
    input.expect('E');
    return { piece: settled(piece), qualifiers: cv + reference };
  }

  #prefix(): Piece {
    const input = this.#in;
    let piece: Piece | null = null;
    for (;;) {
      const next = input.peek();
      let isSubstitution = false;
      if (next === 'E') {
        if (!piece) throw new NotUnderstood();
        return piece;
      }
      if (next === 'I' || next === 'J') {
        if (!piece) throw new NotUnderstood();
        piece = templateOf(piece, this.#templateArgs());
      } else if (next === 'M') {
        input.expect('M');
        continue;
      } else if (next === 'S') {
        isSubstitution = true;
        piece = scoped(piece, this.#substitution(true));
      } else if (next === 'T') piece = scoped(piece, this.#templateParameter());
      else if (piece && /^(?:C|D\d)/.test(input.peek(2))) {
        piece = scoped(piece, this.#structor(piece));
      } else piece = scoped(piece, this.#unqualifiedName());
      if (!isSubstitution && input.peek() !== 'E') this.#add(piece);
    }
  }

  #structor({ last }: Piece): Piece {
    const input = this.#in;
    const mark = input.take(1) === 'D' ? '~' : '';
    const isInheriting = input.skip('I');
    input.take(1);
    if (isInheriting) this.#type();
    return { ...this.#tagged(plain(`${mark}${last}`, last)), isSpecial: true };
  }

  /** Qualifiers of a local name are those of the function it may be. */
  #localName(): { piece: Piece; qualifiers: string } {
    const input = this.#in;
    input.expect('Z');
    const enclosing = this.#encoding(true);
    input.expect('E');
    if (input.skip('s')) {
      this.#discriminator();
      return { piece: plain(`${enclosing}::string literal`), qualifiers: '' };
    }
    const argument = input.skip('d') ? `{default arg#${input.compactNumber() + 1}}::` : '';
    const { piece, qualifiers } = this.#name();
    this.#discriminator();
    return { piece: { ...piece, left: `${enclosing}::${argument}${piece.left}` }, qualifiers };
  }

  #unqualifiedName(): Piece {
    const input = this.#in;
    const next = input.peek();
    let piece: Piece;
    if (/\d/.test(next)) piece = plain(input.identifier());
    else if (/[a-z]/.test(next)) piece = this.#operatorName();
    else if (input.skip('L')) {
      piece = plain(input.identifier());
      this.#discriminator();
    } else if (input.skip('Ut')) {
      piece = plain(`{unnamed type#${input.compactNumber() + 1}}`);
      this.#add(piece);
    } else if (input.skip('Ul')) piece = this.#closure();
    else if (input.skip('Ub')) {
      input.compactNumber();
      piece = plain("'block-literal'");
    } else throw new NotUnderstood();
    return this.#tagged(piece);
  }

  #operatorName(): Piece {
    const input = this.#in;
    const code = input.take(2);
    if (code === 'cv') {
      this.#templates.push(null);
      const type = this.#type();
      this.#templates.pop();
      return { ...type, ...plain(`operator ${textOf(type)}`), isSpecial: true };
    }
    if (code === 'li') return plain(`operator"" ${input.identifier()}`);
    const name = /v\d/.test(code) ? input.identifier() : OPERATORS[code];
    if (name === undefined) throw new NotUnderstood();
    return plain(`operator${/^[a-z]/.test(name) ? ' ' : ''}${name}`);
  }

  #closure(): Piece {
    const input = this.#in;
    const level = this.#lambdaLevel;
    this.#lambdaLevel = this.#templates.length + 1;
    const parameters = this.#parameters();
    this.#lambdaLevel = level;
    input.expect('E');
    return plain(`{lambda(${parameters})#${input.compactNumber() + 1}}`);
  }

  #tagged(piece: Piece): Piece {
    let tags = '';
    while (this.#in.skip('B')) tags += `[abi:${this.#in.identifier()}]`;
    return tags === '' ? piece : { ...piece, left: piece.left + tags };
  }

  #discriminator(): void {
    this.#in.match(/(?:__\d{2,}_|__?\d+|\d+$)?/y);
  }

  #substitution(isPrefix: boolean): Piece {
    const input = this.#in;
    input.expect('S');
    if (/[0-9A-Z_]/.test(input.peek())) {
      const found = this.#substitutions[input.sequenceNumber()];
      if (!found) throw new NotUnderstood();
      return found;
    }
    const [usual, full] = STANDARD_NAMES[input.take(1)] ?? [];
    if (usual === undefined || full === undefined) throw new NotUnderstood();
    const text = isPrefix && /[CD]/.test(input.peek()) ? full : usual;
    const piece = plain(text, text.replace(/^std::/, ''));
    if (input.peek() !== 'B') return piece;
    const tagged = this.#tagged(piece);
    this.#add(tagged);
    return tagged;
  }

  #templateParameter(): Piece {
    const input = this.#in;
    input.expect('T');
    const level = input.skip('L') ? input.compactNumber() : 0;
    const index = input.compactNumber();
    const args = this.#templates[level];
    const found = args?.[index];
    if (found) return this.#expanded(found);
    if (this.#lambdaLevel > 0 && level === this.#lambdaLevel - 1) return plain(`auto:${index + 1}`);
    if (args !== null) throw new NotUnderstood();
    return plain(placeholder(index));
  }

  #expanded(piece: Piece): Piece {
    const { pack } = piece;
    if (!pack || !this.#expansion) return piece;
    this.#expansion.pack = pack;
    return pack[this.#expansion.index] ?? plain('');
  }

  #templateArgs(): Piece[] {
    const input = this.#in;
    input.take(1);
    const args: Piece[] = [];
    while (!input.skip('E')) args.push(this.#templateArg());
    return args;
  }

  #templateArg(): Piece {
    const input = this.#in;
    const next = input.peek();
    if (next === 'I' || next === 'J') return packOf(this.#templateArgs());
    if (input.skip('X')) {
      this.#expression();
      input.expect('E');
      return plain(UNPRINTED);
    }
    return next === 'L' ? this.#literal() : this.#type();
  }

  #expression(): void {
    if (++this.#depth > DEEPEST) throw new NotUnderstood();
    skipExpression(this.#in, {
      type: () => this.#type(),
      literal: () => this.#literal(),
      templateParameter: () => this.#templateParameter(),
      templateArgs: () => this.#templateArgs(),
      unqualifiedName: () => this.#unqualifiedName(),
    });
    this.#depth--;
  }

  #literal(): Piece {
    const input = this.#in;
    input.expect('L');
    if (input.skip('_Z') || input.skip('Z')) {
      const encoding = this.#encoding(false);
      input.expect('E');
      return plain(encoding);
    }
    const type = this.#type();
    const value = input.match(/[^E]*E/y).slice(0, -1);
    return plain(`(${textOf(type)})${value}`);
  }

  #parameters(): string {
    const input = this.#in;
    const texts: string[] = [];
    while (!input.isAtEnd() && !/^(?:E|\.|[RO]E|Q)/.test(input.peek(2))) {
      texts.push(textOf(this.#type()));
    }
    if (texts.length === 0) throw new NotUnderstood();
    return texts.length === 1 && texts[0] === 'void'
      ? ''
      : texts.filter((text) => text !== '').join(', ');
  }

  #qualifiers(): string {
    let text = '';
    // The last one is the innermost.
    for (;;) {
      if (this.#in.skip('r')) text = ` restrict${text}`;
      else if (this.#in.skip('V')) text = ` volatile${text}`;
      else if (this.#in.skip('K')) text = ` const${text}`;
      else if (this.#in.skip('Do')) text = ` noexcept${text}`;
      else return text;
    }
  }

  #type(): Piece {
    if (++this.#depth > DEEPEST || ++this.#types > MOST_TYPES) throw new NotUnderstood();
    const qualifiers = this.#qualifiers();
    const { piece, isNew } = this.#unqualifiedType();
    this.#depth--;
    // Qualifiers of a function are those of its object: the function without them is no type of its own.
    if (isNew && (qualifiers === '' || piece.form !== 'function')) this.#add(piece);
    if (qualifiers === '') return piece;
    const result = qualified(piece, qualifiers);
    this.#add(result);
    return result;
  }

  /** `isNew` where the type can be substituted later. */
  #unqualifiedType(): { piece: Piece; isNew: boolean } {
    const input = this.#in;
    const next = input.peek();
    const builtin = BUILTIN_TYPES[next];
    if (builtin !== undefined) {
      input.take(1);
      return { piece: plain(builtin), isNew: false };
    }
    const mark = POINTERS[next];
    if (mark !== undefined) {
      input.take(1);
      return { piece: pointerTo(this.#type(), mark), isNew: true };
    }
    if (/[NZ0-9]/.test(next)) return { piece: this.#name().piece, isNew: true };
    switch (next) {
      case 'u':
        input.take(1);
        return { piece: plain(input.identifier()), isNew: true };
      case 'F':
        return { piece: this.#functionType(), isNew: true };
      case 'A':
        return { piece: this.#arrayType(), isNew: true };
      case 'M': {
        input.take(1);
        const owner = this.#type();
        return { piece: memberOf(owner, this.#type()), isNew: true };
      }
      case 'T':
        return { piece: this.#parameterType(), isNew: true };
      case 'S':
        return this.#substitutedType();
      case 'U':
        return { piece: this.#unqualifiedName(), isNew: false };
      case 'D':
        input.take(1);
        return this.#furtherType(input.take(1));
      default:
        throw new NotUnderstood();
    }
  }

  #furtherType(code: string): { piece: Piece; isNew: boolean } {
    const known = FURTHER_TYPES[code];
    if (known !== undefined) return { piece: plain(known), isNew: code === 'a' || code === 'n' };
    if (code === 'T' || code === 't') {
      this.#expression();
      this.#in.expect('E');
      return { piece: plain(UNPRINTED), isNew: true };
    }
    if (code !== 'p') throw new NotUnderstood();
    return { piece: this.#packExpansion(), isNew: true };
  }

  /** Reads the type once for each element of the pack in it. */
  #packExpansion(): Piece {
    const outer = this.#expansion;
    const { at } = this.#in;
    const known = this.#substitutions.length;
    const read = (index: number): { piece: Piece; pack: readonly Piece[] | null } => {
      this.#in.at = at;
      this.#substitutions.length = known;
      const expansion: { index: number; pack: readonly Piece[] | null } = { index, pack: null };
      this.#expansion = expansion;
      return { piece: this.#type(), pack: expansion.pack };
    };
    const { piece, pack } = read(0);
    const pieces = pack === null ? [] : pack.map((_, index) => read(index).piece);
    this.#expansion = outer;
    if (pack === null) return plain(`(${textOf(piece)})...`);
    return packOf(pieces);
  }

  #parameterType(): Piece {
    const input = this.#in;
    const kind = { Ts: 'struct', Tu: 'union', Te: 'enum' }[input.peek(2)];
    if (kind !== undefined) {
      input.take(2);
      const { piece } = this.#name();
      return { ...piece, left: `${kind} ${piece.left}` };
    }
    const parameter = this.#templateParameter();
    // Inside of a conversion the arguments are those of the conversion.
    if (input.peek() !== 'I' || this.#templates.at(-1) === null) return parameter;
    this.#add(parameter);
    return templateOf(parameter, this.#templateArgs());
  }

  #substitutedType(): { piece: Piece; isNew: boolean } {
    const input = this.#in;
    if (!/^S[0-9A-Z_]/.test(input.peek(2))) {
      const isStandard = /^S[abdios]$/.test(input.peek(2));
      const { piece } = this.#name();
      return { piece, isNew: !isStandard || piece.args !== null };
    }
    const piece = this.#substitution(false);
    if (input.peek() !== 'I') return { piece, isNew: false };
    return { piece: templateOf(piece, this.#templateArgs()), isNew: true };
  }

  #functionType(): Piece {
    const input = this.#in;
    input.expect('F');
    input.skip('Y');
    const result = this.#type();
    const parameters = this.#parameters();
    const reference = input.skip('R') ? ' &' : input.skip('O') ? ' &&' : '';
    input.expect('E');
    const right = `(${parameters})${reference}${result.right}`;
    return { ...plain(`${result.left} `), right, form: 'function' };
  }

  #arrayType(): Piece {
    const input = this.#in;
    input.expect('A');
    let size = UNPRINTED;
    if (/[\d_]/.test(input.peek())) size = input.match(/\d*/y);
    else this.#expression();
    input.expect('_');
    const element = this.#type();
    const space = element.form === 'array' ? '' : ' ';
    return {
      ...plain(element.left),
      right: `${space}[${size}]${element.right.trimStart()}`,
      form: 'array',
    };
  }

  #add(piece: Piece): void {
    if (piece.left.length + piece.right.length > LONGEST_NAME) throw new NotUnderstood();
    this.#substitutions.push(piece);
  }
}

const POINTERS: Readonly<Record<string, string>> = { P: '*', R: '&', O: '&&' };

const TYPE_TABLES: Readonly<Record<string, string>> = {
  TV: 'vtable for ',
  TT: 'VTT for ',
  TI: 'typeinfo for ',
  TS: 'typeinfo name for ',
  TF: 'typeinfo fn for ',
  TJ: 'java Class for ',
};

const NAME_TABLES: Readonly<Record<string, string>> = {
  TH: 'TLS init function for ',
  TW: 'TLS wrapper function for ',
  GV: 'guard variable for ',
  GR: 'reference temporary for ',
};

// These three are for private use: no name has them.

/** Stands for an expression; a name that would have to show it is not understood. */
const UNPRINTED = '\uE003';

function printable(name: string): string {
  if (name.includes(UNPRINTED)) throw new NotUnderstood();
  return name;
}

/** Stands for a parameter of a template whose arguments follow. */
function placeholder(index: number): string {
  return `\uE001${index}\uE002`;
}

/** The name with arguments, which stand where a conversion waits for them. */
function templateOf(piece: Piece, args: readonly Piece[]): Piece {
  const left = piece.left.replaceAll(/\uE001(\d+)\uE002/g, (_, index: string) => {
    const arg = args[Number(index)];
    if (!arg) throw new NotUnderstood();
    return textOf(arg);
  });
  return { ...piece, left, args };
}

function scoped(scope: Piece | null, piece: Piece): Piece {
  return scope
    ? { ...piece, left: `${scope.left}${scope.right}::${piece.left}`, args: null }
    : piece;
}

/** A name that waits for no arguments. */
function settled(piece: Piece): Piece {
  if (piece.left.includes('\uE001')) throw new NotUnderstood();
  return piece;
}
