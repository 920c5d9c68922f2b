import { expect, test } from 'vitest';
import { parseCondition } from '../../../src/condition/index.ts';
import { chipsOf, conditionOf, formOf } from '../../../src/extension/views/breakpoint-form.ts';

const NOTHING = { hitCondition: '', logMessage: '' };

/** What the form makes of a condition, and that it writes the same condition back. */
function check(condition: string, fields: object, written = condition): void {
  const { form, problems } = formOf({ condition, ...NOTHING });
  expect(problems).toEqual([]);
  expect(form).toMatchObject(fields);
  expect(conditionOf(form)).toBe(written);
}

test('every field of the form is a part of the condition', () => {
  check('', { goroutines: 'any', often: 'always', goCondition: '' });
  check('@goroutine(17)', { goroutines: 'goroutine', goroutineValue: '17' });
  check('@childOf(3)', { goroutines: 'childOf', goroutineValue: '3' });
  check('@createdBy(main.spawn)', { goroutines: 'createdBy', goroutineValue: 'main.spawn' });
  check('@startedAs(main.(*W).run)', { goroutines: 'startedAs', goroutineValue: 'main.(*W).run' });
  check('@label(request=42)', { goroutines: 'label', goroutineValue: 'request=42' });
  check('@tracked', { goroutines: 'tracked', goroutineValue: '' });
  check('@once', { often: 'once' });
  check('@every(100)', { often: 'every', every: '100' });
  check('@after(main.go:40)', { after: 'main.go:40' });
  check('@caller(main.f)', { from: 'caller', fromFunction: 'main.f' });
  check('@stack(main.f)', { from: 'stack', fromFunction: 'main.f' });
  check('len(rows) > 8', { goCondition: 'len(rows) > 8' });
  check('a || b', { goCondition: 'a || b' });
});

test('terms and a condition together, in one order', () => {
  check(
    'x > 3 && @once && @label(request=42)',
    { goroutines: 'label', often: 'once', goCondition: 'x > 3' },
    '@label(request=42) && @once && x > 3',
  );
  check('@once && (a || b)', { often: 'once', goCondition: '(a || b)' });
});

test('what the form has no field for stays', () => {
  check('@once && @alive(>1000)', { often: 'once', others: '@alive(>1000)' });
  check('@goroutine(1) && @childOf(2)', { goroutines: 'goroutine', others: '@childOf(2)' });
});

test('a label with signs is quoted', () => {
  const { form } = formOf({ condition: '', ...NOTHING });
  const quoted = conditionOf({ ...form, goroutines: 'label', goroutineValue: 'path=/a b?c=1' });
  expect(parseCondition(quoted)).toMatchObject({
    terms: [{ kind: 'label', key: 'path', value: '/a b?c=1' }],
    problems: [],
  });
});

test('a field without its value is no term yet; a wrong one stays as it was typed', () => {
  const { form } = formOf({ condition: '', ...NOTHING });
  expect(conditionOf({ ...form, goroutines: 'goroutine', goroutineValue: ' ' })).toBe('');
  const wrong = conditionOf({ ...form, goroutines: 'goroutine', goroutineValue: 'x' });
  expect(wrong).toBe('@goroutine(x)');
  const back = formOf({ condition: wrong, ...NOTHING });
  expect(back.problems).toHaveLength(1);
  expect(conditionOf(back.form)).toBe(wrong);
});

test('chips say the scope in few words', () => {
  const chips = (condition: string): readonly string[] =>
    chipsOf(parseCondition(condition), NOTHING).map((chip) => chip.join(' '));
  expect(chips('@label(request=42) && @once')).toEqual(['label request=42', 'once per goroutine']);
  expect(chips('@every(100) && len(e) == 8')).toEqual(['every 100th', 'if len(e) == 8']);
  expect(chips('@every(11)')).toEqual(['every 11th']);
  expect(chips('@after(main.go:40) && @caller(pay.Capture)')).toEqual([
    'after main.go:40',
    'caller pay.Capture',
  ]);
  expect(chipsOf(parseCondition(''), { hitCondition: '>= 3', logMessage: 'took {dt}' })).toEqual([
    ['hits', '>= 3'],
    ['log', 'took {dt}'],
  ]);
});
