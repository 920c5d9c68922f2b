import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { UserError, messageOf } from '../../base/user-error.ts';
import type { ScopedCondition } from '../../condition/index.ts';
import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { failureText, isObject, objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcBreakpoint } from '../../delve/rpc-types.ts';
import { checkGoCondition } from './go-check.ts';
import { wordsBeside } from './go-words.ts';
import { parseLogMessage } from './log-message.ts';
import { guarded, lower } from './lower.ts';
import type { Check, Lowered } from './lower.ts';
import { Markers, createBreakpoint } from './markers.ts';
import { termOfMode } from './modes.ts';
import { OwnedBreakpoint } from './owned-breakpoint.ts';
import type { BreakpointSet, ClientBreakpoint, WantedBreakpoint } from './set-request.ts';
import { bare, isPlain } from './set-request.ts';
import { TargetFacts } from './target-facts.ts';
import { hitWords, messageFor } from './words.ts';

/** dlv counts its breakpoints from 1, and the client's names for those of several dlvs begin at a million. */
const FIRST_CLIENT_ID = 2_000_000;

/** A breakpoint of dlv's DAP server: no condition of any kind. */
export interface PlainBreakpoint {
  readonly id: number;
  readonly setKey: string;
  readonly file: string;
  readonly line: number;
}

/** What the desk needs of its session. */
export interface BreakpointDeskSession {
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
}

/**
 * All breakpoints of a session. dlv's DAP server keeps those without conditions; the others are made over JSON-RPC,
 * because only there they can be amended, count per goroutine, and lose their counts when their rule changes.
 */
export class BreakpointDesk {
  readonly #session: BreakpointDeskSession;
  readonly #owned = new Map<string, OwnedBreakpoint>();
  #plain: PlainBreakpoint[] = [];
  readonly #clientIds = new Map<string, number>();
  /** For modes: the goroutine that was selected when the breakpoint was set first. */
  readonly #selected = new Map<string, number>();
  readonly #tracked = new Set<number>();
  /** dlv's names for what we make; only letters and digits. */
  readonly #prefix = `delvescope${randomBytes(6).toString('hex')}x`;
  readonly #markers = new Markers(() => this.#newName());
  #nameCount = 0;
  #isFirstDlv = true;
  #facts = new TargetFacts();

  constructor(session: BreakpointDeskSession) {
    this.#session = session;
  }

  get owned(): readonly OwnedBreakpoint[] {
    return [...this.#owned.values()];
  }

  get plain(): readonly PlainBreakpoint[] {
    return this.#plain;
  }

  get tracked(): readonly number[] {
    return [...this.#tracked].sort((a, b) => a - b);
  }

  /** False: dlv's DAP server can have the request as it is. */
  concerns(set: BreakpointSet): boolean {
    return (
      set.breakpoints.some((each) => !isPlain(each)) ||
      this.owned.some(({ setKey }) => setKey === set.key)
    );
  }

  byDlvId(id: number): OwnedBreakpoint | undefined {
    return this.owned.find(({ dlvId }) => dlvId === id);
  }

  isMarker(dlvId: number): boolean {
    return this.#markers.has(dlvId);
  }

  /** Ids as the client knows them, of ids as dlv does. */
  clientId(dlvId: number): number {
    return this.byDlvId(dlvId)?.clientId ?? dlvId;
  }

  /**
   * Brings dlv to what a request asks for, while the target stands still:
   *   1. what is gone, or has another rule now, is cleared, and with it its counts;
   *   2. dlv's DAP server is asked for all new ones without conditions: that is where they belong, by its rules for
   *      paths and lines;
   *   3. it is asked again for the plain ones only, which clears the others;
   *   4. those are made over JSON-RPC, each where it was.
   */
  async apply(set: BreakpointSet, selected: number, rpc: RpcClient): Promise<ClientBreakpoint[]> {
    await this.#clearLeftovers(rpc);
    const special = set.breakpoints.filter((each) => !isPlain(each));
    const plain = set.breakpoints.filter(isPlain);
    const stays = new Set(special.filter((each) => this.#owned.get(each.key)?.isSame(each)));
    await this.#clear(set.key, new Set([...stays].map(({ key }) => key)), rpc);
    const made = special.filter((each) => !stays.has(each));
    const sound = made.filter(({ problem }) => problem === '');
    const answers = new Map<WantedBreakpoint, ClientBreakpoint>();
    let places: readonly RpcBreakpoint[] = [];
    if (sound.length > 0) {
      const objects = [...plain.map(({ raw }) => raw), ...sound.map(bare)];
      const probed = await this.askSet(set, objects);
      for (const [index, each] of sound.entries()) {
        answers.set(each, probed[plain.length + index] ?? { verified: false });
      }
      places = await rpc.listBreakpoints();
    }
    const kept = await this.askSet(
      set,
      plain.map(({ raw }) => raw),
    );
    for (const [index, each] of plain.entries())
      answers.set(each, kept[index] ?? { verified: false });
    this.notePlain(set, kept);
    for (const each of made) await this.#make(each, set, answers.get(each), places, selected, rpc);
    for (const each of stays) {
      const owned = this.#owned.get(each.key);
      if (owned) owned.wanted = each;
    }
    await this.#dropMarkers(rpc);
    return set.breakpoints.map((each) => {
      const owned = this.#owned.get(each.key);
      return owned ? this.bodyOf(owned) : (answers.get(each) ?? { verified: false });
    });
  }

  /** dlv's DAP server has these now. */
  notePlain(set: BreakpointSet, answers: readonly ClientBreakpoint[]): void {
    const noted = answers.flatMap(({ id, verified, line }, index): PlainBreakpoint[] => {
      const file = set.breakpoints.filter(isPlain)[index]?.file ?? '';
      return verified && id !== undefined ? [{ id, setKey: set.key, file, line: line ?? 0 }] : [];
    });
    this.#plain = [...this.#plain.filter(({ setKey }) => setKey !== set.key), ...noted];
  }

  /** Sets breakpoints of dlv's DAP server. */
  async askSet(
    { command, args }: BreakpointSet,
    breakpoints: readonly JsonObject[],
  ): Promise<ClientBreakpoint[]> {
    const response = await this.#session.ask(command, { ...args, breakpoints });
    if (!response) throw new Error('dlv is gone');
    if (!response.success) throw new UserError('not-set', failureText(response));
    return breakpointsOf(response);
  }

  /** What the client hears of one. */
  bodyOf(owned: OwnedBreakpoint): ClientBreakpoint {
    const { clientId, answer, problem, wanted } = owned;
    const place = { line: wanted.line, ...answer };
    const message = problem === '' ? this.messageOf(owned) : problem;
    owned.toldMessage = message;
    const told = { ...place, id: clientId, verified: problem === '' };
    return message === '' ? told : { ...told, message };
  }

  messageOf(owned: OwnedBreakpoint): string {
    const hits = hitWords(owned.hits());
    return [messageFor(owned, this.#tracked.size), hits].filter((part) => part !== '').join(' · ');
  }

  note(goroutine: number, isTracked: boolean): void {
    if (isTracked) this.#tracked.add(goroutine);
    else this.#tracked.delete(goroutine);
  }

  /** The set of tracked goroutines changes; breakpoints that follow it do at once. */
  async track(goroutine: number, isTracked: boolean, rpc: RpcClient): Promise<void> {
    this.note(goroutine, isTracked);
    for (const owned of this.owned) {
      if (!owned.lowered?.isTracking || owned.dlvId === undefined) continue;
      owned.lowered = await this.#lower(owned, rpc);
      await this.#amend(owned, owned.dlvId, rpc);
    }
  }

  /** Brings dlv to what the guard of a hot `@stack` says now. */
  async guardStack(
    owned: OwnedBreakpoint,
    entries: readonly number[],
    rpc: RpcClient,
  ): Promise<void> {
    const { stackGuard, dlvId } = owned;
    if (dlvId === undefined) return;
    // With two of them a stack without one is not one without the other.
    const isOnly = owned.scope.terms.filter(({ kind }) => kind === 'stack').length === 1;
    if (stackGuard.wantsMarkers && isOnly && entries.length > 0) {
      try {
        stackGuard.begin(await this.#markers.atEntries(entries, rpc));
      } catch {
        // Somebody else's breakpoint is there.
        stackGuard.giveUp();
      }
    }
    if (stackGuard.condition === owned.toldGuard) return;
    await this.#amend(owned, dlvId, rpc);
    if (stackGuard.markers.length === 0) await this.#dropMarkers(rpc);
  }

  /** One of the markers that stop now and then. */
  async markerStopped(id: number, rpc: RpcClient): Promise<void> {
    for (const owned of this.owned.filter(({ stackGuard }) => stackGuard.markers.includes(id))) {
      owned.stackGuard.markerStopped();
      await this.guardStack(owned, [], rpc);
    }
    await this.#dropMarkers(rpc);
  }

  /** dlv has decided about `@alive` when the program has as many Ps as it was told; else it is told anew. */
  async isAliveStill(
    owned: OwnedBreakpoint,
    { isOutdated, term }: Check & { kind: 'alive' },
    rpc: RpcClient,
  ): Promise<boolean> {
    if ((await rpc.evaluate(isOutdated)).value !== 'true') return true;
    this.#facts.forgetAlive();
    owned.lowered = await this.#lower(owned, rpc);
    if (owned.dlvId !== undefined) await this.#amend(owned, owned.dlvId, rpc);
    const now = owned.lowered.checks.find((check) => check.term === term);
    return now?.kind !== 'alive' || (await rpc.evaluate(now.condition)).value === 'true';
  }

  /** Takes a breakpoint out of dlv that cannot be evaluated. */
  async refuse(owned: OwnedBreakpoint, problem: string, rpc: RpcClient): Promise<void> {
    owned.problem = problem;
    if (owned.dlvId !== undefined) await rpc.clearBreakpoint(owned.dlvId);
    owned.dlvId = undefined;
  }

  /** Before dlv is left to others. */
  async clearAll(rpc: RpcClient): Promise<void> {
    for (const { setKey } of this.owned) await this.#clear(setKey, new Set(), rpc);
    await this.#markers.keepOnly(new Set(), rpc);
  }

  /** The program was started again under the same dlv: goroutines and addresses are others now. */
  restarted(): void {
    this.#facts = new TargetFacts();
    this.#tracked.clear();
    this.#selected.clear();
    for (const owned of this.owned) owned.isStale = true;
  }

  /** Another dlv: nothing of what was set is in it. */
  forget(): void {
    this.restarted();
    this.#isFirstDlv = this.#nameCount === 0;
    this.#owned.clear();
    this.#plain = [];
    this.#markers.forget();
  }

  /** A dlv that we come back to has what we made in it before. */
  async #clearLeftovers(rpc: RpcClient): Promise<void> {
    if (this.#isFirstDlv) return;
    this.#isFirstDlv = true;
    for (const { id, name } of await rpc.listBreakpoints()) {
      if (name.startsWith(this.#prefix)) await rpc.clearBreakpoint(id);
    }
  }

  #newName(): string {
    return `${this.#prefix}${++this.#nameCount}`;
  }

  async #clear(setKey: string, stays: ReadonlySet<string>, rpc: RpcClient): Promise<void> {
    for (const [key, owned] of this.#owned) {
      if (owned.setKey !== setKey || stays.has(key)) continue;
      this.#owned.delete(key);
      // dlv may have removed it: a restart discards what has no place any more.
      if (owned.dlvId !== undefined) await rpc.clearBreakpoint(owned.dlvId).catch(() => undefined);
    }
  }

  /** `answer`: of dlv's DAP server, which put it there for a moment; undefined when it was not even asked. */
  async #make(
    wanted: WantedBreakpoint,
    set: BreakpointSet,
    answer: ClientBreakpoint | undefined,
    places: readonly RpcBreakpoint[],
    selected: number,
    rpc: RpcClient,
  ): Promise<void> {
    const { scope, problem } = this.#scopeOf(wanted, selected);
    const owned = new OwnedBreakpoint(this.#clientIdOf(wanted.key), set.key, wanted, scope);
    this.#owned.set(wanted.key, owned);
    owned.answer = answer ?? owned.answer;
    const place = places.find(({ id }) => id === answer?.id);
    owned.problem = problem;
    if (problem !== '' || !answer) return;
    if (!answer.verified || !place) {
      owned.problem = answer.message ?? 'dlv found no place for it.';
      return;
    }
    try {
      owned.problem = await this.#objection(owned, rpc);
      if (owned.problem !== '') return;
      const { file, line, addrs } = place;
      owned.place = place;
      owned.lowered = await this.#lower(owned, rpc);
      const where = set.command === 'setBreakpoints' ? { file, line } : { addrs: addrs ?? [] };
      const name = this.#newName();
      const id = await createBreakpoint(rpc, { name, ...where, ...ruleFields(owned) });
      owned.dlvId = id;
      owned.dlvName = name;
      if (this.#isIdle(owned)) await this.#amend(owned, id, rpc);
    } catch (error) {
      owned.problem = messageOf(error);
    }
  }

  async #objection({ wanted, scope }: OwnedBreakpoint, rpc: RpcClient): Promise<string> {
    const log = parseLogMessage(wanted.logMessage);
    if (typeof log === 'string') return log;
    if (scope.goCondition === '') return '';
    return checkGoCondition(scope.goCondition, rpc, wordsBeside(wanted.file));
  }

  #scopeOf(
    { condition, problem, mode, key }: WantedBreakpoint,
    selected: number,
  ): { scope: ScopedCondition; problem: string } {
    const chosen = this.#selected.get(key) ?? selected;
    const term = termOfMode(mode, chosen);
    if (term === undefined) return { scope: condition, problem };
    if (typeof term === 'string')
      return { scope: condition, problem: problem === '' ? term : problem };
    if (chosen > 0) this.#selected.set(key, chosen);
    return { scope: { ...condition, terms: [...condition.terms, term] }, problem };
  }

  #lower({ scope, wanted, place }: OwnedBreakpoint, rpc: RpcClient): Promise<Lowered> {
    const folder = place ? dirname(place.file) : '';
    return lower(scope, wanted.hitCondition, {
      rpc,
      facts: this.#facts,
      tracked: this.#tracked,
      functionName: place?.functionName ?? '',
      markers: (file, line) => this.#markers.at(file, line, folder, rpc),
    });
  }

  /** Its condition can hold for nobody now. */
  #isIdle({ lowered }: OwnedBreakpoint): boolean {
    return lowered?.isTracking === true && this.#tracked.size === 0;
  }

  async #amend(owned: OwnedBreakpoint, id: number, rpc: RpcClient): Promise<void> {
    const Breakpoint = {
      id,
      name: owned.dlvName,
      ...ruleFields(owned),
      disabled: this.#isIdle(owned),
    };
    await rpc.call('AmendBreakpoint', { Breakpoint });
    owned.toldGuard = owned.stackGuard.condition;
  }

  async #dropMarkers(rpc: RpcClient): Promise<void> {
    const checks = this.owned.flatMap(({ lowered }) => lowered?.checks ?? []);
    const needed = [
      ...checks.flatMap((check) => (check.kind === 'after' ? check.markers : [])),
      ...this.owned.flatMap(({ stackGuard }) => stackGuard.markers),
    ];
    await this.#markers.keepOnly(new Set(needed), rpc);
  }

  #clientIdOf(key: string): number {
    const id = this.#clientIds.get(key) ?? FIRST_CLIENT_ID + this.#clientIds.size;
    this.#clientIds.set(key, id);
    return id;
  }
}

function ruleFields({
  lowered,
  stackGuard,
}: OwnedBreakpoint): Pick<RpcBreakpoint, 'Cond' | 'HitCond' | 'HitCondPerG'> {
  return {
    Cond: guarded(lowered?.condition ?? '', stackGuard.condition),
    HitCond: lowered?.hitCondition ?? '',
    HitCondPerG: lowered?.isPerGoroutine ?? false,
  };
}

/** The breakpoints in the answer to a request that set them. */
export function breakpointsOf(response: DapResponse): ClientBreakpoint[] {
  const { breakpoints } = objectOf(response.body);
  return Array.isArray(breakpoints) ? breakpoints.filter(isBreakpoint) : [];
}

function isBreakpoint(value: unknown): value is ClientBreakpoint {
  return isObject(value) && typeof value['verified'] === 'boolean';
}
