/** Old names of Rust: `_ZN`, identifiers behind their lengths, and a hash, `17h` with 16 hex digits and `E`. */
export function legacyRustName(mangled: string): string | null {
  const suffix = mangled.lastIndexOf('E.');
  const name = suffix > 0 ? mangled.slice(0, suffix + 1) : mangled;
  const hash = /17h([0-9a-f]{16})E$/.exec(name);
  // Some digits differ in a hash: a name of C++ may end like one.
  if (!hash || name.length <= 23 || new Set(hash[1]).size < 5) return null;
  const parts: string[] = [];
  for (let rest = name.slice(3, hash.index); rest !== '';) {
    const length = /^(\d{1,9})(_?)/.exec(rest);
    if (!length) return null;
    const [all, digits, underscore] = length;
    const size = Number(digits) - (underscore === '' ? 0 : 1);
    const id = rest.slice(all.length, all.length + size);
    if (id.length < size) return null;
    parts.push(unescaped(id.startsWith('_$') ? id.slice(1) : id));
    rest = rest.slice(all.length + size);
  }
  return parts.join('::');
}

function unescaped(id: string): string {
  let text = '';
  for (let at = 0; at < id.length;) {
    const rest = id.slice(at);
    if (rest.startsWith('..')) {
      text += '::';
      at += 2;
    } else if (rest.startsWith('$')) {
      const escape = /^\$(C|SP|BP|RF|LT|GT|LP|RP|u[2-7][0-9a-f])\$/.exec(rest);
      if (!escape) return text + rest;
      const [all, code = ''] = escape;
      const isCode = code.startsWith('u');
      text += isCode ? String.fromCharCode(parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? '');
      at += all.length;
    } else {
      text += id[at] ?? '';
      at++;
    }
  }
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  C: ',',
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
};
