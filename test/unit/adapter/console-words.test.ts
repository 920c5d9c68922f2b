import { expect, test } from 'vitest';
import { wantedAt } from '../../../src/adapter/completion/console-words.ts';

function check(text: string, expected: string): void {
  const wanted = wantedAt(text);
  const base = wanted.kind === 'member' ? ` of ${wanted.base}` : '';
  expect(`${wanted.kind} "${wanted.word}" at ${wanted.start}${base}`).toBe(expected);
}

test('what the text before the cursor asks for', () => {
  check('', 'name "" at 0');
  check('a + co', 'name "co" at 4');
  check('pot.', 'member "" at 4 of pot');
  check('x == a.b[i+1].c(2).Na', 'member "Na" at 19 of a.b[i+1].c(2)');
  check('(*pot).Name', 'member "Name" at 7 of (*pot)');
  check('"net/http".Def', 'member "Def" at 11 of "net/http"');
  check('größe.', 'member "" at 6 of größe');
  check('f(a.', 'member "" at 4 of a');
  check(').', 'member "" at 2 of ');
  check('dlv con', 'command "con" at 4');
  check('call pot.', 'member "" at 9 of pot');
});
