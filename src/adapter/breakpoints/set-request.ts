import type { DebugProtocol } from '@vscode/debugprotocol';
import { parseCondition } from '../../condition/index.ts';
import type { ScopedCondition } from '../../condition/index.ts';
import type { DapRequest, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { HitCondition } from './hit-condition.ts';
import { parseHitCondition } from './hit-condition.ts';
import { ANY_GOROUTINE } from './modes.ts';

/** One breakpoint as a client asks for it. */
export interface WantedBreakpoint {
  /** The client's own object. */
  readonly raw: JsonObject;
  /** The same in every request about it. */
  readonly key: string;
  /** As the client named it; empty for function breakpoints. */
  readonly file: string;
  readonly line: number;
  readonly condition: ScopedCondition;
  readonly hitCondition: HitCondition | null;
  readonly logMessage: string;
  readonly mode: string;
  /** What is wrong with it already; empty when nothing is. */
  readonly problem: string;
}

/** A request that says which breakpoints of one kind, or in one file, there are. */
export interface BreakpointSet {
  readonly command: string;
  readonly args: JsonObject;
  /** The same in every request about it. */
  readonly key: string;
  readonly breakpoints: readonly WantedBreakpoint[];
}

export function readSet({ command, arguments: given }: DapRequest): BreakpointSet {
  const args = objectOf(given);
  const path = text(objectOf(args['source'])['path']);
  const key = command === 'setBreakpoints' ? `${command} ${path}` : command;
  const list: readonly unknown[] = Array.isArray(args['breakpoints']) ? args['breakpoints'] : [];
  const seen = new Map<string, number>();
  const breakpoints = list.map((each) => {
    const raw = objectOf(each);
    const place = [
      raw['line'],
      raw['column'],
      raw['name'],
      raw['instructionReference'],
      raw['dataId'],
    ];
    const same = JSON.stringify(place);
    const count = seen.get(same) ?? 0;
    seen.set(same, count + 1);
    return readBreakpoint(raw, `${key} ${same} ${count}`, path);
  });
  return { command, args, key, breakpoints };
}

function readBreakpoint(raw: JsonObject, key: string, path: string): WantedBreakpoint {
  const condition = parseCondition(text(raw['condition']));
  const hit = parseHitCondition(text(raw['hitCondition']));
  const line = raw['line'];
  return {
    raw,
    key,
    file: path,
    line: typeof line === 'number' ? line : 0,
    condition,
    hitCondition: typeof hit === 'string' ? null : hit,
    logMessage: text(raw['logMessage']),
    mode: raw['mode'] === ANY_GOROUTINE ? '' : text(raw['mode']),
    problem: condition.problems[0]?.message ?? (typeof hit === 'string' ? hit : ''),
  };
}

/** dlv's DAP server can have it as it is. */
export function isPlain({ condition, hitCondition, mode, problem }: WantedBreakpoint): boolean {
  const { terms, goCondition } = condition;
  return (
    terms.length === 0 &&
    goCondition === '' &&
    hitCondition === null &&
    mode === '' &&
    problem === ''
  );
}

/** What is counted and where it stops: when it changes, counting begins anew. */
export function ruleOf({ raw }: WantedBreakpoint): string {
  return JSON.stringify([raw['condition'], raw['hitCondition'], raw['mode']]);
}

/** The client's object without what dlv's DAP server is not to see. */
export function bare({ raw }: WantedBreakpoint): JsonObject {
  const { condition: _c, hitCondition: _h, logMessage: _l, mode: _m, ...rest } = raw;
  return rest;
}

export type ClientBreakpoint = DebugProtocol.Breakpoint;

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
