import { describe, expect, test } from 'vitest';
import { codeKind, lastElement, parseGoSymbol, shortSymbol } from '../../../src/base/go-symbol.ts';

describe('parseGoSymbol', () => {
  test.each([
    ['main.main', 'main', 'main'],
    ['net/http.(*Server).Serve', 'net/http', '(*Server).Serve'],
    ['github.com/go-chi/chi/v5.(*Mux).ServeHTTP', 'github.com/go-chi/chi/v5', '(*Mux).ServeHTTP'],
    ['gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml.v3', 'Unmarshal'],
    [
      'example.com/a.Map[go.shape.string,example.com/b.T].Get',
      'example.com/a',
      'Map[go.shape.string,example.com/b.T].Get',
    ],
    ['runtime.goexit', 'runtime', 'goexit'],
    ['main.main.func1', 'main', 'main.func1'],
    ['memmove', '', 'memmove'],
    ['type:.eq.[2]string', 'type:', 'eq.[2]string'],
  ])('%s', (symbol, packagePath, name) => {
    expect(parseGoSymbol(symbol)).toEqual({ packagePath, name });
  });
});

test('a major version is not a package name', () => {
  expect(lastElement('github.com/go-chi/chi/v5')).toBe('chi');
  expect(shortSymbol('github.com/go-chi/chi/v5.(*Mux).ServeHTTP')).toBe('chi.(*Mux).ServeHTTP');
});

test.each([
  ['main', '/src/main.go', [], 'own'],
  ['shop/api', '/src/shop/api/a.go', ['shop'], 'own'],
  ['shop/api', 'shop/api/a.go', [], 'own'],
  [
    'github.com/jackc/pgx',
    '/root/go/pkg/mod/github.com/jackc/pgx@v5.1.0/conn.go',
    ['shop'],
    'dependency',
  ],
  ['net/http', '/usr/local/go/src/net/http/server.go', ['shop'], 'std'],
  ['runtime', '/usr/local/go/src/runtime/proc.go', [], 'runtime'],
  ['internal/runtime/atomic', '', [], 'runtime'],
  ['runtime/pprof', '/usr/local/go/src/runtime/pprof/runtime.go', [], 'std'],
] as const)('codeKind %s in %s', (packagePath, file, modules, kind) => {
  expect(codeKind(packagePath, file, modules)).toBe(kind);
});
