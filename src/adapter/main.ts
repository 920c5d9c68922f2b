import { createServer } from 'node:net';
import { messageOf } from '../base/user-error.ts';
import type { Log } from '../base/log.ts';
import { DapConnection } from '../dap/connection.ts';
import { relayEverything } from '../dap/relay.ts';
import type { Address } from '../delve/rpc-client.ts';
import { openSocket } from '../delve/rpc-client.ts';
import { superviseFrom } from '../delve/supervisor.ts';
import type { SelfCommand } from '../delve/watchdog.ts';
import { packageVersion } from '../base/version.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { allInterceptors } from './interceptors/index.ts';
import { Session } from './session.ts';
import { stderrLog } from './stderr-log.ts';

const CONNECT_MILLIS = 10_000;

// The last thing awaited in this process; what it throws ends the process with a stack.
void main();

/** Every mode ends with an exit code; 2 is a wrong command line. */
async function main(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2));
  const log = stderrLog(process.argv.includes('--verbose'));
  switch (command.kind) {
    case 'stdio':
      await serve(stdioConnection(), log);
      return exitNow(0);
    case 'listen':
      return exitNow(await listen(command.address, log));
    case 'pass-through':
      return exitNow(await passThrough(command.address, log));
    case 'supervise':
      return exitNow(await superviseFrom(process.stdin));
    case 'help':
      process.stdout.write(HELP);
      return;
    case 'version':
      process.stdout.write(`${packageVersion()}\n`);
      return;
    case 'wrong':
      process.stderr.write(`${command.reason}\n\n${HELP}`);
      process.exitCode = 2;
  }
}

/** A stream that is still open must not keep a process whose work is done. */
function exitNow(exitCode: number): never {
  process.exit(exitCode);
}

function stdioConnection(): DapConnection {
  return new DapConnection(process.stdin, process.stdout);
}

function serve(connection: DapConnection, log: Log): Promise<void> {
  return new Session(connection, allInterceptors(), selfCommand(), log).run();
}

function listen({ host, port }: Address, log: Log): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.setNoDelay(true);
      const connection = new DapConnection(socket, socket);
      serve(connection, log).catch((error: unknown) => log.error(messageOf(error)));
    });
    server.on('error', (error) => {
      log.error(`cannot listen on ${host}:${port}: ${error.message}`);
      resolve(1);
    });
    server.listen(port, host, () => {
      const bound = server.address();
      const text = typeof bound === 'object' && bound ? `${host}:${bound.port}` : host;
      process.stdout.write(`Delvescope adapter listening at: ${text}\n`);
    });
  });
}

async function passThrough(address: Address, log: Log): Promise<number> {
  try {
    const socket = await openSocket(address, CONNECT_MILLIS);
    const server = new DapConnection(socket, socket, () => socket.destroy());
    await relayEverything(stdioConnection(), server);
  } catch (error) {
    log.error(`cannot connect to ${address.host}:${address.port}: ${messageOf(error)}`);
    return 1;
  }
  return 0;
}

/** The command that started us, for starting the watchdog: sources and bundle alike. */
function selfCommand(): SelfCommand {
  const [, script = ''] = process.argv;
  return { command: process.execPath, args: [...process.execArgv, script] };
}
