/** How source declares a function of a profile: `Map[go.shape.int].Get` is declared as `Map[...].Get`. */
export function declaredSymbol(name: string): string {
  let depth = 0;
  let symbol = '';
  for (const character of name) {
    if (character === ']') depth--;
    if (depth === 0) symbol += character;
    if (character === '[') {
      if (depth === 0) symbol += '...';
      depth++;
    }
  }
  return symbol;
}
