import { assertNever } from '../../base/assert.ts';
import type { ConditionTerm, ScopedCondition } from '../../condition/index.ts';
import { parseCondition, printCondition, printTerm } from '../../condition/index.ts';
import type {
  BreakpointForm,
  GoroutineScopeKind,
  ScopeChip,
} from '../../protocol/webview-expressions.ts';

/** What the editor stores of a breakpoint beside its place. */
export interface BreakpointTexts {
  readonly condition: string;
  readonly hitCondition: string;
  readonly logMessage: string;
}

/** Takes a condition apart for the form. Terms it has no field for, or a second one of a kind, stay as text. */
export function formOf({ condition, hitCondition, logMessage }: BreakpointTexts): {
  readonly form: BreakpointForm;
  readonly problems: readonly string[];
} {
  const { terms, goCondition, problems } = parseCondition(condition);
  const scope = terms.find((term) => isScope(term));
  const often = terms.find(({ kind }) => kind === 'once' || kind === 'every');
  const after = terms.find((term) => term.kind === 'after');
  const from = terms.find((term) => isCaller(term));
  const fielded = new Set<ConditionTerm | undefined>([scope, often, after, from]);
  const others = terms.filter((term) => !fielded.has(term));
  const isWrong = problems.length > 0;
  return {
    form: {
      goroutines: scope && isScope(scope) ? scope.kind : 'any',
      goroutineValue: scope ? argumentOf(scope) : '',
      often: often?.kind === 'once' || often?.kind === 'every' ? often.kind : 'always',
      every: often?.kind === 'every' ? String(often.count) : '',
      after: after ? `${after.file}:${after.line}` : '',
      from: from?.kind ?? 'caller',
      fromFunction: from?.function ?? '',
      others: others.map(printTerm).join(' && '),
      // A condition that is not understood is shown and kept as it was typed.
      goCondition: isWrong && terms.length === 0 && goCondition === '' ? condition : goCondition,
      hitCondition,
      logMessage,
    },
    problems: problems.map(({ message }) => message),
  };
}

/** The condition that a form says; fields that are still being typed may make it one with problems. */
export function conditionOf(form: BreakpointForm): string {
  const parts: string[] = [];
  const value = form.goroutineValue.trim();
  if (form.goroutines === 'tracked') parts.push('@tracked');
  else if (form.goroutines === 'label' && value !== '') parts.push(labelText(value));
  else if (form.goroutines !== 'any' && value !== '') parts.push(`@${form.goroutines}(${value})`);
  if (form.often === 'once') parts.push('@once');
  if (form.often === 'every' && form.every.trim() !== '')
    parts.push(`@every(${form.every.trim()})`);
  if (form.after.trim() !== '') parts.push(`@after(${form.after.trim()})`);
  if (form.fromFunction.trim() !== '') parts.push(`@${form.from}(${form.fromFunction.trim()})`);
  if (form.others.trim() !== '') parts.push(form.others.trim());
  const goCondition = form.goCondition.trim();
  // A condition without terms stays as it was typed; with terms, alternatives need their parentheses.
  if (parts.length === 0) return goCondition;
  const terms = parseCondition(parts.join(' && '));
  if (terms.problems.length > 0)
    return [...parts, goCondition].filter((part) => part !== '').join(' && ');
  return printCondition({ terms: terms.terms, goCondition });
}

/** The scope in few words, for the column "Stops only". */
export function chipsOf(
  { terms, goCondition }: ScopedCondition,
  { hitCondition, logMessage }: Omit<BreakpointTexts, 'condition'>,
): readonly ScopeChip[] {
  const chips = terms.map((term) => chipOf(term));
  if (goCondition !== '') chips.push(['if', goCondition]);
  if (hitCondition !== '') chips.push(['hits', hitCondition]);
  if (logMessage !== '') chips.push(['log', logMessage]);
  return chips;
}

function chipOf(term: ConditionTerm): ScopeChip {
  switch (term.kind) {
    case 'once':
      return ['once per', 'goroutine'];
    case 'tracked':
      return ['goroutines', 'tracked'];
    case 'every':
      return ['every', ordinal(term.count)];
    case 'alive':
      return ['alive', `${term.comparison} ${term.count}`];
    case 'goroutine':
    case 'childOf':
    case 'createdBy':
    case 'startedAs':
    case 'caller':
    case 'stack':
    case 'label':
    case 'after':
      return [CHIP_WORDS[term.kind], argumentOf(term)];
    default:
      return assertNever(term);
  }
}

const CHIP_WORDS = {
  goroutine: 'goroutine',
  childOf: 'children of',
  createdBy: 'created by',
  startedAs: 'started as',
  caller: 'caller',
  stack: 'on stack',
  label: 'label',
  after: 'after',
} as const;

const SCOPES: ReadonlySet<string> = new Set<Exclude<GoroutineScopeKind, 'any'>>([
  'goroutine',
  'childOf',
  'createdBy',
  'startedAs',
  'label',
  'tracked',
]);

function isScope(
  term: ConditionTerm,
): term is ConditionTerm & { readonly kind: Exclude<GoroutineScopeKind, 'any'> } {
  return SCOPES.has(term.kind);
}

function isCaller(
  term: ConditionTerm,
): term is ConditionTerm & { readonly kind: 'caller' | 'stack' } {
  return term.kind === 'caller' || term.kind === 'stack';
}

/** What stands in the parentheses, as the form shows it. */
function argumentOf(term: ConditionTerm): string {
  return /^@\w+\((.*)\)$/s.exec(printTerm(term))?.[1] ?? '';
}

/** A value with signs in it is quoted by the language's own writer. */
function labelText(value: string): string {
  if (parseCondition(`@label(${value})`).problems.length === 0) return `@label(${value})`;
  const [key = '', ...rest] = value.split('=');
  return printTerm({ kind: 'label', key, value: rest.length === 0 ? null : rest.join('=') });
}

function ordinal(count: number): string {
  const tens = count % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}
