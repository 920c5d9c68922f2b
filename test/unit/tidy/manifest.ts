/** Ids in package.json against ids in `src/protocol/contributions.ts`. */

/** The part of package.json that carries ids. */
export interface Manifest {
  readonly contributes: {
    readonly commands?: readonly { readonly command: string }[];
    readonly viewsContainers?: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly customEditors?: readonly { readonly viewType: string }[];
    readonly configuration?: Configuration | readonly Configuration[];
    readonly debuggers?: readonly { readonly type: string }[];
  };
}

interface Configuration {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Ids of the code, in the shape of `contributions.ts`. */
export interface Contributions {
  readonly DEBUG_TYPE: string;
  readonly command: Readonly<Record<string, string>>;
  readonly view: Readonly<Record<string, string>>;
  readonly customEditor: Readonly<Record<string, string>>;
  readonly setting: Readonly<Record<string, string>>;
  readonly contextKey: Readonly<Record<string, string>>;
}

/** What one side has and the other lacks, in words. */
export function differences({ contributes }: Manifest, code: Contributions): string[] {
  const {
    commands = [],
    viewsContainers = {},
    views = {},
    customEditors = [],
    configuration = [],
    debuggers = [],
  } = contributes;
  const configurations = Array.isArray(configuration)
    ? (configuration as readonly Configuration[])
    : [configuration as Configuration];
  return [
    ...compare(
      'command',
      commands.map(({ command }) => command),
      Object.values(code.command),
    ),
    ...compare('view', idsOf(viewsContainers, views), Object.values(code.view)),
    ...compare(
      'custom editor',
      customEditors.map(({ viewType }) => viewType),
      Object.values(code.customEditor),
    ),
    ...compare(
      'setting',
      configurations.flatMap(({ properties = {} }) => Object.keys(properties)),
      Object.values(code.setting),
    ),
    ...compare(
      'debug type',
      debuggers.map(({ type }) => type),
      [code.DEBUG_TYPE],
    ),
  ];
}

/** Ids of ours in `when` clauses and menus that nothing declares: a misspelt one hides a command for ever. */
export function undeclared(manifestText: string, code: Contributions): string[] {
  const declared = new Set([
    code.DEBUG_TYPE,
    ...[code.command, code.view, code.customEditor, code.setting, code.contextKey].flatMap(
      Object.values,
    ),
  ]);
  const clauses = [
    ...manifestText.matchAll(/"(?:when|enablement|command)": "([^"]*(?:\\.[^"]*)*)"/g),
  ].map(([, text = '']) => text);
  const ids = clauses.flatMap((clause) => clause.match(/\bdelvescope\.[A-Za-z.]*[A-Za-z]/g) ?? []);
  return [...new Set(ids)].filter((id) => !declared.has(id));
}

function idsOf(
  ...groups: readonly Readonly<Record<string, readonly { readonly id: string }[]>>[]
): string[] {
  return groups.flatMap((group) =>
    Object.values(group).flatMap((items) => items.map(({ id }) => id)),
  );
}

function compare(what: string, manifest: readonly string[], code: readonly string[]): string[] {
  return [
    ...manifest
      .filter((id) => !code.includes(id))
      .map((id) => `${what} ${id} is only in package.json`),
    ...code
      .filter((id) => !manifest.includes(id))
      .map((id) => `${what} ${id} is only in contributions.ts`),
  ];
}
