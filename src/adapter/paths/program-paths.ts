import { existsSync } from 'node:fs';
import type { Log } from '../../base/log.ts';
import { UserError, messageOf } from '../../base/user-error.ts';
import type { DapEvent, DapResponse, JsonObject } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { PathReport } from '../../protocol/path-doctor.ts';
import type { Finding, PathRule, ProgramFiles } from '../../sourcepath/index.ts';
import { diagnose, rulesOf } from '../../sourcepath/index.ts';
import { findGoFiles, findLinks } from '../../workspace/go-files.ts';
import type { SourceFinder } from '../../workspace/source-finder.ts';
import type { ClientPort } from '../client-port.ts';
import { late } from '../late.ts';
import type { StartedTarget } from '../start/started-target.ts';
import { filesBy, programFiles } from './program-files.ts';
import { explainUnbound, isFileUnknown } from './unbound.ts';

/** A start does not wait longer for the folders to be looked through; the path doctor can be asked later. */
const LIMIT_MILLIS = 3000;
/** How many folders the console names. */
const SHOWN = 3;

/** What finding paths needs of a session. */
export interface PathSession {
  readonly client: ClientPort;
  readonly log: Log;
  readonly target: StartedTarget | undefined;
  sources(target: StartedTarget): Promise<SourceFinder>;
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
  readonly stops: { interrupt<T>(work: (rpc: RpcClient) => Promise<T>): Promise<T> };
  /** Sets the client's breakpoints in source files again. */
  setSourcesAgain(): Promise<void>;
}

type Ask = (command: string, args: JsonObject) => Promise<DapResponse | undefined>;

/**
 * Which folders of this disk the program was built from. dlv is told of those that have one answer before the client
 * sets breakpoints; rules of the configuration come first and are never changed.
 */
export class ProgramPaths {
  readonly #session: PathSession;
  #program: ProgramFiles | undefined;
  /** Chosen by the user in this session, after the configuration. */
  #chosen: readonly PathRule[] = [];
  /** What dlv was told; undefined: nothing beyond the configuration. */
  #rules: readonly PathRule[] | undefined;
  #isUnknownTold = false;

  constructor(session: PathSession) {
    this.#session = session;
  }

  /** Between the client's names of files and the program's, the first that fits counts. */
  get rules(): readonly PathRule[] {
    return this.#rules ?? this.#session.target?.configuration.substitutePath ?? [];
  }

  /** To be awaited while a target is halted for its configuration. What it cannot do, the session does without. */
  async settle(target: StartedTarget): Promise<void> {
    if (isBuiltHere(target)) return;
    const ask: Ask = (command, args) => target.server.request(command, args);
    const settled = async (): Promise<void> => {
      this.#program = await programFiles(target);
      const findings = await this.#diagnose(target, this.#program);
      const rules = rulesOf(findings);
      if (rules.length > 0 || this.#chosen.length > 0) await this.#tell(target, rules, ask);
      const words = summary(findings);
      if (words !== '') this.#session.client.output('console', `${words}\n`);
    };
    try {
      const outcome = await Promise.race([settled(), late(LIMIT_MILLIS)]);
      if (outcome === 'late')
        this.#session.log.warn("looking for the program's folders took too long");
    } catch (error) {
      this.#session.log.warn(`looking for the program's folders: ${messageOf(error)}`);
    }
  }

  async report(): Promise<PathReport> {
    const target = this.#target();
    this.#program ??= await this.#session.stops.interrupt(filesBy);
    return { findings: await this.#diagnose(target, this.#program) };
  }

  /** Rules of the user for this session: breakpoints are set again by them. */
  async use(rules: readonly PathRule[]): Promise<PathReport> {
    const target = this.#target();
    const replaced = new Set(rules.map(({ to }) => to));
    this.#chosen = [...this.#chosen.filter(({ to }) => !replaced.has(to)), ...rules];
    const { findings } = await this.report();
    await this.#session.stops.interrupt(() =>
      this.#tell(target, rulesOf(findings), (command, args) => this.#session.ask(command, args)),
    );
    await this.#session.setSourcesAgain();
    return { findings };
  }

  /** dlv warns of -trimpath, whose names are found here by now. */
  isSettled(event: DapEvent): boolean {
    const { output } = objectOf(event.body);
    const isWarning = typeof output === 'string' && output.includes('built with trimpath');
    return event.event === 'output' && isWarning && this.#rules !== undefined;
  }

  /** A better reason than dlv's for a breakpoint that does not bind. */
  explain(path: string, message: unknown): string | undefined {
    if (!this.#program || !isFileUnknown(message)) return undefined;
    const words = explainUnbound(path, this.#program.sources);
    if (!this.#isUnknownTold) {
      this.#isUnknownTold = true;
      this.#session.client.tell('delvescope/notice', { code: 'path-unknown', message: words });
    }
    return words;
  }

  #target(): StartedTarget {
    const { target } = this.#session;
    if (!target) throw new UserError('no-session', 'There is no debug session yet.');
    return target;
  }

  async #diagnose(target: StartedTarget, program: ProgramFiles): Promise<readonly Finding[]> {
    const finder = await this.#session.sources(target);
    const { configuration } = target;
    const substitutePath = [...configuration.substitutePath, ...this.#chosen];
    const roots = { ...finder.roots, substitutePath };
    const links = await findLinks(roots.workspaceFolders);
    const disk = { exists: existsSync, links };
    const findings = diagnose(program, roots, { ...disk, workspaceFiles: [] });
    if (!findings.some(({ kind, certainty }) => kind === 'own' && certainty === 'open')) {
      return findings;
    }
    // Listing a large workspace takes a second: only where names must be compared.
    const workspaceFiles = await findGoFiles(roots.workspaceFolders);
    return diagnose(program, roots, { ...disk, workspaceFiles });
  }

  /** dlv takes the first rule that fits, and adds new ones at the end: so all of them are told anew. */
  async #tell(target: StartedTarget, found: readonly PathRule[], ask: Ask): Promise<void> {
    const rules = [...target.configuration.substitutePath, ...this.#chosen, ...found];
    const commands = ['-clear', ...rules.map(({ from, to }) => `${quoted(from)} ${quoted(to)}`)];
    const answers = commands.map(async (command) => {
      const expression = `dlv config substitutePath ${command}`;
      const response = await ask('evaluate', { expression, context: 'repl' });
      if (response?.success !== true) {
        const reason = response ? failureText(response) : 'dlv is gone';
        this.#session.log.warn(`${expression}: ${reason}`);
      }
    });
    await Promise.all(answers);
    this.#rules = rules;
    (await this.#session.sources(target)).setRules(rules);
  }
}

/** What we built ourselves has the names of this disk. */
function isBuiltHere({ built }: StartedTarget): boolean {
  if (!built) return false;
  const { flags, env } = built.command;
  return !`${flags.join(' ')} ${env['GOFLAGS'] ?? ''}`.includes('-trimpath');
}

/** As dlv splits its commands: in double quotes, a backslash before what means something in them. */
function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Of the user's own code; that the rest is found, too, goes without saying. */
function summary(findings: readonly Finding[]): string {
  const own = findings.filter(({ kind, certainty }) => kind === 'own' && certainty === 'sure');
  if (own.length === 0) return '';
  const words = own.slice(0, SHOWN).map(({ folder, here }) => `${folder} is ${here ?? ''}`);
  const more = own.length > SHOWN ? `, and ${own.length - SHOWN} more` : '';
  return `Folders of the program found here: ${words.join(', ')}${more}.`;
}
