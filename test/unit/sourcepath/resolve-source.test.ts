import { describe, expect, test } from 'vitest';
import {
  findProfileFile,
  profileNamesOf,
  resolveSource,
  type SourceRoots,
} from '../../../src/sourcepath/index.ts';

const ROOTS: SourceRoots = {
  workspaceFolders: ['/work/shop', '/work/tools'],
  modules: [
    { path: 'example.com/shop', folder: '/work/shop' },
    { path: 'example.com/shop/api', folder: '/work/shop/api' },
  ],
  goRoot: '/usr/local/go',
  moduleCache: '/home/me/go/pkg/mod',
  substitutePath: [{ from: '/work/tools/gen', to: '/builder/gen' }],
};

const FILES = new Set([
  '/work/shop/main.go',
  '/work/shop/cart/cart.go',
  '/work/shop/api/v1/api.go',
  '/work/shop/vendor/github.com/v/lib/a.go',
  '/work/shop/both/same.go',
  '/work/tools/both/same.go',
  '/work/tools/gen/out.go',
  '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
  '/usr/local/go/src/net/http/server.go',
  '/usr/local/go/src/vendor/golang.org/x/net/http2/frame.go',
  '/etc/passwd',
]);

describe('resolveSource', () => {
  test.each([
    ['/builder/gen/out.go', 'substitute-path', '/work/tools/gen/out.go'],
    ['/work/shop/cart/cart.go', 'same-path', '/work/shop/cart/cart.go'],
    ['/work/shop/cart/../main.go', 'same-path', '/work/shop/main.go'],
    ['example.com/shop/main.go', 'workspace-module', '/work/shop/main.go'],
    ['example.com/shop/api/v1/api.go', 'workspace-module', '/work/shop/api/v1/api.go'],
    ['example.com/shop@v1.0.0/main.go', 'workspace-module', '/work/shop/main.go'],
    [
      'github.com/Azure/sdk@v1.2.3/pkg/File.go',
      'module-cache',
      '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
    ],
    [
      '/root/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
      'module-cache',
      '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
    ],
    [
      'C:/Users/ci/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
      'module-cache',
      '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
    ],
    ['github.com/v/lib@v0.1.0/a.go', 'vendor', '/work/shop/vendor/github.com/v/lib/a.go'],
    ['net/http/server.go', 'goroot', '/usr/local/go/src/net/http/server.go'],
    [
      'vendor/golang.org/x/net/http2/frame.go',
      'goroot',
      '/usr/local/go/src/vendor/golang.org/x/net/http2/frame.go',
    ],
    [
      '/opt/hostedtoolcache/go/1.26.8/x64/src/net/http/server.go',
      'goroot',
      '/usr/local/go/src/net/http/server.go',
    ],
    [
      'C:\\Program Files\\Go\\src\\net\\http\\server.go',
      'goroot',
      '/usr/local/go/src/net/http/server.go',
    ],
    ['$GOROOT/src/net/http/server.go', 'goroot', '/usr/local/go/src/net/http/server.go'],
    [
      '/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/src/net/http/server.go',
      'goroot',
      '/usr/local/go/src/net/http/server.go',
    ],
    ['/app/cart/cart.go', 'path-end', '/work/shop/cart/cart.go'],
    ['D:\\ci\\shop\\cart\\cart.go', 'path-end', '/work/shop/cart/cart.go'],
    ['/app/both/same.go', null, null],
    ['/app/main.go', null, null],
    ['/etc/passwd', null, null],
    ['/work/shop/../../etc/passwd', null, null],
    ['../../../etc/passwd', null, null],
    ['example.com/shop/../../../etc/passwd', null, null],
    ['_cgo_gotypes.go', null, null],
    ['', null, null],
  ] as const)('%s: %s', (file, how, path) => {
    const result = resolveSource(file, ROOTS, (candidate) => FILES.has(candidate));
    expect({ path: result.path, how: result.how }).toEqual({ path, how });
    for (const tried of result.tried)
      expect(tried).toMatch(/^\/(work|usr\/local\/go|home\/me\/go)\//);
  });

  test('on Windows: case of drives and folders does not matter, separators are its own', () => {
    const roots: SourceRoots = {
      ...ROOTS,
      workspaceFolders: ['C:\\Work\\shop'],
      modules: [{ path: 'example.com/shop', folder: 'C:\\Work\\shop' }],
    };
    const exists = (path: string): boolean => path === 'C:\\Work\\shop\\cart\\cart.go';
    for (const file of [
      'c:/work/shop/cart/cart.go',
      'example.com/shop/cart/cart.go',
      '/app/cart/cart.go',
    ]) {
      expect(resolveSource(file, roots, exists).path, file).toBe('C:\\Work\\shop\\cart\\cart.go');
    }
  });

  test('what was looked for is listed in order, each once', () => {
    const { tried } = resolveSource('example.com/shop/gone.go', ROOTS, () => false);
    expect(tried).toEqual([
      '/work/shop/gone.go',
      '/work/shop/api/vendor/example.com/shop/gone.go',
      '/work/shop/vendor/example.com/shop/gone.go',
      '/usr/local/go/src/example.com/shop/gone.go',
      '/work/shop/example.com/shop/gone.go',
      '/work/tools/example.com/shop/gone.go',
      '/work/shop/api/example.com/shop/gone.go',
      '/work/shop/shop/gone.go',
      '/work/tools/shop/gone.go',
      '/work/shop/api/shop/gone.go',
    ]);
  });
});

describe('profileNamesOf', () => {
  test.each([
    ['/work/shop/cart/cart.go', ['/work/shop/cart/cart.go', 'example.com/shop/cart/cart.go']],
    ['/work/shop/api/v1/api.go', ['/work/shop/api/v1/api.go', 'example.com/shop/api/v1/api.go']],
    ['/work/tools/gen/out.go', ['/builder/gen/out.go', '/work/tools/gen/out.go']],
    [
      '/usr/local/go/src/net/http/server.go',
      ['/usr/local/go/src/net/http/server.go', 'net/http/server.go'],
    ],
    [
      '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
      [
        '/home/me/go/pkg/mod/github.com/!azure/sdk@v1.2.3/pkg/File.go',
        'github.com/Azure/sdk@v1.2.3/pkg/File.go',
      ],
    ],
  ])('%s', (path, names) => expect(profileNamesOf(path, ROOTS)).toEqual(names));
});

describe('findProfileFile', () => {
  const files = [
    '',
    'example.com/shop/cart/cart.go',
    '/app/both/same.go',
    '/x/both/same.go',
    '/app/api/v1/api.go',
  ];
  test.each([
    ['/work/shop/cart/cart.go', 1],
    ['/work/shop/api/v1/api.go', 4],
    ['/work/shop/both/same.go', -1],
    ['/work/shop/none.go', -1],
  ])('%s', (path, index) => expect(findProfileFile(path, files, ROOTS)).toBe(index));
});
