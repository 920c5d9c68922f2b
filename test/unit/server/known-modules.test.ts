import { expect, test } from 'vitest';
import { knownModules } from '../../../src/server/known-modules.ts';

function check(
  functions: readonly (readonly [name: string, file: string])[],
  workspace: readonly string[],
  expected: readonly string[],
): void {
  const files = ['', ...functions.map(([, file]) => file)];
  const table = {
    names: functions.map(([name]) => name),
    file: Uint32Array.from(functions, (_, row) => row + 1),
  };
  const rest = { length: functions.length, systemNames: [], startLine: new Uint32Array() };
  expect(knownModules({ functions: { ...table, ...rest }, files }, workspace)).toEqual(expected);
}

test('modules are those of the workspace and those that files name with a version', () =>
  check(
    [
      ['net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go'],
      [
        'github.com/go-chi/chi/v5.(*Mux).ServeHTTP',
        '/go/pkg/mod/github.com/go-chi/chi/v5@v5.0.1/mux.go',
      ],
      ['go.uber.org/zap/zapcore.Encode', 'go.uber.org/zap@v1.27.0/zapcore/encoder.go'],
      ['github.com/Azure/sdk/core.Run', '/go/pkg/mod/github.com/!azure/sdk@v1.0.0/core/run.go'],
      ['gitlab.example/a/b/c/d.Run', '/go/pkg/mod/gitlab.example/a/b/c@v0.1.0/d/run.go'],
      ['example.com/shop.main', '/work/shop/main.go'],
    ],
    ['example.com/shop'],
    [
      'example.com/shop',
      'github.com/Azure/sdk',
      'github.com/go-chi/chi/v5',
      'gitlab.example/a/b/c',
      'go.uber.org/zap',
    ],
  ));
