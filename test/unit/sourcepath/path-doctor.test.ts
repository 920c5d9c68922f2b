import { describe, expect, test } from 'vitest';
import { diagnose, rulesOf } from '../../../src/sourcepath/index.ts';
import type { PathRule, SourceRoots } from '../../../src/sourcepath/index.ts';

/** One file a line; folders that follow each other may share their beginning by `{a,b}`. */
function files(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [, before = '', list = '', after = ''] = /^(.*?)\{(.*?)\}(.*)$/.exec(line) ?? [];
      return list === '' ? [line] : list.split(',').map((each) => before + each + after);
    });
}

const GO = `
  /usr/local/go/src/{fmt,runtime,net}/proc.go
  /usr/local/go/src/fmt/print.go
`;

interface Disk {
  /** Go files that exist here. */
  readonly here: string;
  readonly modules?: SourceRoots['modules'];
  readonly folders?: readonly string[];
  readonly rules?: readonly PathRule[];
  readonly links?: readonly { readonly folder: string; readonly real: string }[];
  readonly packages?: readonly { readonly path: string; readonly folder: string }[];
}

const WORK = [{ path: 'example.com/shop', folder: '/work/shop' }];

/** Findings as `program → here: certainty found/files`, then the rules they make as `from ⇒ to`. */
function check(program: string, disk: Disk, ...expected: readonly string[]): void {
  const { modules = WORK, folders = ['/work/shop'], rules = [], links = [], packages = [] } = disk;
  const existing = files(`${disk.here}${GO}`);
  const exists = (path: string): boolean =>
    existing.some((file) => file === path || file.startsWith(`${path}/`));
  const workspaceFiles = existing.filter((file) =>
    folders.some((each) => file.startsWith(`${each}/`)),
  );
  const roots: SourceRoots = {
    workspaceFolders: folders,
    modules,
    goRoot: '/usr/local/go',
    moduleCache: '/home/me/go/pkg/mod',
    substitutePath: rules,
  };
  const sources = files(program);
  const findings = diagnose({ sources, packages }, roots, { exists, workspaceFiles, links });
  const told = findings.map(({ folder, here, certainty, found, files: all, candidates }) => {
    const place = here ?? (candidates.length > 0 ? `{${candidates.join(',')}}` : 'nowhere');
    return `${folder} → ${place}: ${certainty} ${found}/${all}`;
  });
  const made = rulesOf(findings).map(({ from, to }) => `${from} ⇒ ${to}`);
  expect([...told, ...made]).toEqual(expected);
  const sum = findings.reduce((total, each) => total + each.files, 0);
  expect(sum).toBe(sources.filter((name) => name.endsWith('.go') && !name.startsWith('_')).length);
}

const SHOP = `
  /work/shop/{main,handlers}.go
  /work/shop/cart/{cart,price}.go
`;

describe('nothing to do', () => {
  test('built here', () => {
    check(
      `${SHOP}${GO}`,
      { here: SHOP },
      '/work/shop → /work/shop: as-is 4/4',
      '/usr/local/go → /usr/local/go: as-is 4/4',
    );
  });

  test('the user has rules for it', () => {
    check(
      '/app/main.go\n/app/cart/cart.go',
      { here: SHOP, rules: [{ from: '/work/shop', to: '/app' }] },
      '/app → /work/shop: configured 2/2',
    );
  });

  test('built elsewhere on this disk, and nothing of it is open', () => {
    check(
      '/other/tool/{main,args}.go',
      { here: `${SHOP}/other/tool/args.go\n/other/tool/main.go` },
      '/other/tool → /work/shop: likely 1/2',
    );
  });
});

describe('built with -trimpath', () => {
  test('modules by import path, the standard library last', () => {
    check(
      `example.com/shop/{main,handlers}.go
       example.com/shop/cart/cart.go
       github.com/Azure/sdk@v1.2.3/pkg/file.go
       github.com/gone/lib@v0.1.0/lib.go
       {fmt,runtime,net}/proc.go
       vendor/golang.org/x/net/frame.go
       _cgo_gotypes.go`,
      {
        here: `${SHOP}
          /home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/file.go
          /usr/local/go/src/vendor/golang.org/x/net/frame.go`,
      },
      'example.com/shop → /work/shop: sure 3/3',
      'github.com/gone/lib@v0.1.0 → nowhere: open 0/1',
      'github.com/Azure/sdk@v1.2.3 → /home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3: sure 1/1',
      ' → /usr/local/go/src: sure 4/4',
      '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3 ⇒ github.com/Azure/sdk@v1.2.3',
      '/work/shop ⇒ example.com/shop',
      '/usr/local/go/src ⇒ ',
    );
  });

  test('two copies of the module are open: there is no single answer', () => {
    check(
      'example.com/shop/main.go',
      {
        here: '/work/shop/main.go\n/old/shop/main.go',
        folders: ['/work/shop', '/old/shop'],
        modules: [...WORK, { path: 'example.com/shop', folder: '/old/shop' }],
      },
      'example.com/shop → {/work/shop,/old/shop}: open 0/1',
    );
  });

  test('a module whose path has no dot is not taken for the standard library', () => {
    check(
      'shop/main.go\n{fmt,runtime}/proc.go',
      { here: SHOP, modules: [{ path: 'shop', folder: '/work/shop' }] },
      'shop → /work/shop: sure 1/1',
      ' → /usr/local/go/src: sure 2/2',
      '/work/shop ⇒ shop',
      '/usr/local/go/src ⇒ ',
    );
  });
});

describe('built in a container', () => {
  test('by packages, with its own GOROOT and module cache', () => {
    check(
      `/src/{main,handlers}.go
       /src/cart/cart.go
       /go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/file.go
       /opt/go1.26/src/{fmt,runtime}/proc.go`,
      {
        here: `${SHOP}/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/file.go`,
        packages: [{ path: 'example.com/shop/cart', folder: '/src/cart' }],
      },
      '/src → /work/shop: sure 3/3',
      '/go/pkg/mod → /home/me/go/pkg/mod: sure 1/1',
      '/opt/go1.26 → /usr/local/go: sure 2/2',
      '/home/me/go/pkg/mod ⇒ /go/pkg/mod',
      '/usr/local/go ⇒ /opt/go1.26',
      '/work/shop ⇒ /src',
    );
  });

  test('by file names, when only package main is there', () => {
    check(
      '/app/{main,handlers}.go',
      { here: SHOP },
      '/app → /work/shop: sure 2/2',
      '/work/shop ⇒ /app',
    );
  });

  test('one file with a name that several folders have is open', () => {
    check(
      '/app/main.go',
      { here: '/work/shop/cmd/{a,b}/main.go' },
      '/app → {/work/shop/cmd/a,/work/shop/cmd/b}: open 0/1',
    );
  });

  test('the end of a folder decides between them', () => {
    check(
      '/app/cmd/a/main.go',
      { here: '/work/shop/cmd/{a,b}/main.go' },
      '/app → /work/shop: sure 1/1',
      '/work/shop ⇒ /app',
    );
  });

  test('a name by chance makes no rule', () => {
    check('/app/main.go', { here: SHOP }, '/app → /work/shop: likely 1/1');
  });
});

test('a build on Windows, with drives', () => {
  check(
    'C:/Users/ci/shop/{main,handlers}.go\nC:/Users/ci/shop/cart/cart.go\nC:/Program Files/Go/src/runtime/proc.go',
    {
      here: SHOP,
      packages: [{ path: 'example.com/shop/cart', folder: 'C:\\Users\\ci\\shop\\cart' }],
    },
    'C:/Users/ci/shop → /work/shop: sure 3/3',
    'C:/Program Files/Go → /usr/local/go: sure 1/1',
    '/usr/local/go ⇒ C:/Program Files/Go',
    '/work/shop ⇒ C:/Users/ci/shop',
  );
});

test('Bazel: a sandbox root, generated files, and its own Go', () => {
  check(
    `/proc/self/cwd/shop/{main,handlers}.go
     /proc/self/cwd/shop/cart/{cart,price}.go
     external/go_sdk/src/runtime/proc.go
     bazel-out/k8-fastbuild/bin/gen/api.pb.go`,
    { here: SHOP, folders: ['/work'], modules: [] },
    'bazel-out/k8-fastbuild/bin/gen → nowhere: open 0/1',
    '/proc/self/cwd → /work: sure 4/4',
    'external/go_sdk → /usr/local/go: sure 1/1',
    '/usr/local/go ⇒ external/go_sdk',
    '/work ⇒ /proc/self/cwd',
  );
});

test('a workspace opened through a symbolic link', () => {
  check(
    '/data/shop/{main,handlers}.go',
    {
      here: `${SHOP}/data/shop/main.go\n/data/shop/handlers.go`,
      links: [{ folder: '/work/shop', real: '/data/shop' }],
    },
    '/data/shop → /work/shop: sure 2/2',
    '/work/shop ⇒ /data/shop',
  );
});

test('a program of somebody else is open, folder by folder', () => {
  check(
    '/srv/other/{a,b}.go\n/srv/other/deep/c.go\n/srv/more/d.go',
    { here: SHOP },
    '/srv/other → nowhere: open 0/3',
    '/srv/more → nowhere: open 0/1',
  );
});
