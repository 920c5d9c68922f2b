import { type Mangled, NotUnderstood } from './mangled.ts';
import { OPERATORS } from './tables.ts';

/** What expressions are made of. */
export interface ExpressionParts {
  readonly type: () => void;
  readonly literal: () => void;
  readonly templateParameter: () => void;
  readonly templateArgs: () => void;
  readonly unqualifiedName: () => void;
}

/** Reads an expression. Names have them in template arguments, which are not printed: only its end is of interest. */
export function skipExpression(input: Mangled, parts: ExpressionParts): void {
  const next = input.peek();
  if (next === 'L') parts.literal();
  else if (next === 'T') parts.templateParameter();
  else if (/^f[pL]/.test(input.peek(2))) input.match(/f(?:L\d+)?p[rVK]*(?:T|\d*_)/y);
  else if (/\d/.test(next) || input.skip('on')) skipName(input, parts);
  else skipOperation(input, input.take(2), parts);
}

function skipOperation(input: Mangled, code: string, parts: ExpressionParts): void {
  const expression = (): void => skipExpression(input, parts);
  const list = (): void => {
    while (!input.skip('E')) expression();
  };
  if (/^(?:st|at|ti)$/.test(code)) parts.type();
  else if (code === 'cv') {
    parts.type();
    if (input.skip('_')) list();
    else expression();
  } else if (/^(?:sc|cc|dc|rc)$/.test(code)) {
    parts.type();
    expression();
  } else if (code === 'tl') {
    parts.type();
    list();
  } else if (code === 'cl' || code === 'il') list();
  else if (code === 'sr') {
    parts.type();
    skipName(input, parts);
  } else if (code === 'dt' || code === 'pt') {
    expression();
    skipName(input, parts);
  } else if (UNARY.has(code)) {
    // Those that stand before and behind are told apart by an underscore.
    if (code === 'pp' || code === 'mm') input.skip('_');
    expression();
  } else if (code === 'qu') for (let count = 0; count < 3; count++) expression();
  else if (OPERATORS[code] !== undefined || code === 'ds') {
    expression();
    expression();
  } else throw new NotUnderstood();
}

function skipName(input: Mangled, parts: ExpressionParts): void {
  parts.unqualifiedName();
  if (input.peek() === 'I') parts.templateArgs();
}

const UNARY: ReadonlySet<string> = new Set(
  'ad aw az co de ng nt nx pp mm ps sP sZ sp sz te tw gs'.split(' '),
);
