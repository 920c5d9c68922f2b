/**
 * A name or a type as text. What a declarator adds goes between `left` and `right`: a pointer to `void ` `(int)` is
 * `void (*` `)(int)`.
 */
export interface Piece {
  readonly left: string;
  readonly right: string;
  readonly form: 'plain' | 'function' | 'array' | 'wrapped';
  /** The last identifier of a name: what constructors are called. */
  readonly last: string;
  /** Arguments of the template that a name ends with; null for other names. They are not printed. */
  readonly args: readonly Piece[] | null;
  /** Constructors, destructors and conversions have no return type. */
  readonly isSpecial: boolean;
  /** What an argument that is a pack holds. */
  readonly pack: readonly Piece[] | null;
}

export function plain(text: string, last = text): Piece {
  return {
    left: text,
    right: '',
    form: 'plain',
    last,
    args: null,
    isSpecial: false,
    pack: null,
  };
}

export function packOf(pack: readonly Piece[]): Piece {
  return { ...plain(pack.map(textOf).join(', ')), pack };
}

export function textOf({ left, right }: Piece): string {
  return left + right;
}

/** `*`, `&`, `&&`. References to references collapse. */
export function pointerTo(base: Piece, mark: string): Piece {
  if (mark !== '*' && base.form !== 'function' && base.form !== 'array') {
    const known = /[^&](&&?)$/.exec(base.left)?.[1];
    if (known === '&' || known === mark) return base;
    if (known === '&&') return { ...base, left: `${base.left.slice(0, -2)}&` };
  }
  if (base.form === 'plain' || base.form === 'wrapped') {
    return { ...plain(base.left + mark), right: base.right, form: base.form };
  }
  const space = base.left.endsWith(' ') || base.left === '' ? '' : ' ';
  return { ...plain(`${base.left}${space}(${mark}`), right: `)${base.right}`, form: 'wrapped' };
}

export function memberOf(owner: Piece, member: Piece): Piece {
  const mark = `${textOf(owner)}::*`;
  if (member.form === 'function' || member.form === 'array') return pointerTo(member, mark);
  return { ...plain(`${member.left} ${mark}`), right: member.right, form: member.form };
}

export function qualified(base: Piece, qualifiers: string): Piece {
  if (base.form === 'function') return { ...base, right: base.right + qualifiers };
  return { ...base, left: base.left + qualifiers, args: null };
}
