import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../src/adapter/start/configuration.ts';
import { delveArguments } from '../../../src/adapter/start/start-target.ts';
import { failureFromOutput } from '../../../src/adapter/start/failures.ts';
import { capabilityChanges, delveCapabilities } from '../../../src/adapter/capabilities.ts';
import { parseCommandLine } from '../../../src/adapter/command-line.ts';

const folders = { __workspaceFolders: ['/work'] };

describe('targets', () => {
  test.each([
    ['launch', { program: 'cmd/app' }, { kind: 'build', mode: 'debug', program: '/work/cmd/app' }],
    ['launch', { program: 'a_test.go' }, { kind: 'build', mode: 'test', program: '/work' }],
    ['launch', { program: '/x/main.go' }, { kind: 'build', mode: 'debug', program: '/x' }],
    ['launch', { mode: 'debug', program: '/x/main.go' }, { mode: 'debug', program: '/x/main.go' }],
    ['launch', { mode: 'exec', program: 'bin' }, { kind: 'exec', program: '/work/bin' }],
    ['launch', { mode: 'replay', traceDirPath: 'rr' }, { kind: 'replay', traceFolder: '/work/rr' }],
    ['attach', { processId: '42' }, { kind: 'process', processId: 42 }],
    ['attach', { mode: 'local', waitFor: 'app' }, { kind: 'wait-for', prefix: 'app' }],
    ['attach', { mode: 'remote' }, { address: { host: '127.0.0.1', port: 2345 } }],
    ['attach', { port: '99' }, { kind: 'remote', address: { host: '127.0.0.1', port: 99 } }],
    [
      'attach',
      { mode: 'remote', connect: { host: 'h', port: 1 } },
      { address: { host: 'h', port: 1 } },
    ],
    [
      'attach',
      { port: 99, tunnel: { type: 'ssh', host: 'build' } },
      { tunnel: { kind: 'ssh', host: 'build', remote: { host: '127.0.0.1', port: 99 } } },
    ],
    [
      'attach',
      { tunnel: { type: 'kubernetes', target: 'pod/a' } },
      { tunnel: { kind: 'kubernetes', target: 'pod/a', port: 2345 } },
    ],
  ] as const)('%s %j', (request, args, target) => {
    expect(readConfiguration(request, { ...folders, ...args }).target).toMatchObject(target);
  });
});

test('what is not ours goes to dlv, what is ours does not', () => {
  const { attachArguments } = readConfiguration('launch', {
    ...folders,
    program: '.',
    request: 'launch',
    env: { A: '1' },
    stackTraceDepth: 5,
    hideSystemGoroutines: true,
    fromTheFuture: { x: 1 },
    substitutePath: [{ from: '/a', to: '/b' }],
    __substitutePath: [{ from: '/c', to: '/d' }],
  });
  expect(attachArguments).toEqual({
    request: 'attach',
    mode: 'remote',
    stackTraceDepth: 5,
    hideSystemGoroutines: true,
    fromTheFuture: { x: 1 },
    substitutePath: [
      { from: '/a', to: '/b' },
      { from: '/c', to: '/d' },
    ],
  });
});

test('the command line of dlv', () => {
  const configuration = readConfiguration('launch', {
    ...folders,
    mode: 'exec',
    program: 'bin/app',
    args: ['-x', 'a b'],
    backend: 'native',
    dlvFlags: ['--check-go-version=false'],
    showLog: true,
    stdinFrom: 'in.txt',
  });
  const { target } = configuration;
  if (target.kind === 'remote') throw new Error('not remote');
  expect(delveArguments(configuration, target, undefined, undefined).join(' ')).toBe(
    'exec /work/bin/app --headless --accept-multiclient --api-version=2 --listen=127.0.0.1:0 --backend=native ' +
      '--log --log-output=debugger -r stdin:/work/in.txt --check-go-version=false --wd /work/bin -- -x a b',
  );
});

test.each([
  [
    'Version of Delve is too old for Go version go1.30 (maximum supported version 1.27)',
    'go-version',
  ],
  ["couldn't start listener: listen tcp 127.0.0.1:80: bind: address already in use", 'port-taken'],
  ['could not attach to pid 9: no such process', 'process-gone'],
  [
    'Could not attach to pid 9: this could be caused by a kernel security setting, try writing "0" to /proc/sys/kernel/yama/ptrace_scope',
    'not-permitted',
  ],
  ['could not launch process: open /x: no such file or directory', 'program-missing'],
  ['something new', 'dlv-failed'],
])('%s', (output, code) => {
  const subjects = { address: 'h:1', program: '/x', process: '9', version: '1.27.2' };
  expect(failureFromOutput(output, subjects).failure).toMatchObject({ code, detail: output });
});

test('capabilities that differ are told', () => {
  const announced = { ...delveCapabilities('linux') };
  expect(capabilityChanges(announced, announced)).toEqual({});
  const other = { ...announced, supportsDataBreakpoints: false, supportsStepBack: true };
  expect(capabilityChanges(announced, other)).toEqual({
    supportsDataBreakpoints: false,
    supportsStepBack: true,
  });
});

test.each([
  [[], { kind: 'stdio' }],
  [['--verbose'], { kind: 'stdio' }],
  [['--listen', ':4711'], { kind: 'listen', address: { host: '127.0.0.1', port: 4711 } }],
  [['--dap=h:1'], { kind: 'pass-through', address: { host: 'h', port: 1 } }],
  [['--listen'], { kind: 'wrong', reason: '--listen needs host:port' }],
  [['--wrong'], { kind: 'wrong', reason: 'unknown argument --wrong' }],
  [['--help', 'x', 'y'], { kind: 'wrong', reason: 'too many arguments: y' }],
])('command line %j', (args, command) => {
  expect(parseCommandLine(args)).toEqual(command);
});
