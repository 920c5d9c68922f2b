import type { Address } from '../delve/rpc-client.ts';
import { parseAddress } from '../delve/rpc-client.ts';

export type Command =
  | { readonly kind: 'stdio' }
  | { readonly kind: 'listen'; readonly address: Address }
  | { readonly kind: 'pass-through'; readonly address: Address }
  | { readonly kind: 'supervise' }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly reason: string };

export const HELP = `Debug adapter for Go: the Debug Adapter Protocol in front of dlv.

usage: delvescope-adapter [option]

  (none)            serve one session on standard input and output
  --listen ADDR     serve sessions on a TCP address, one per connection (host:port; port 0 picks one)
  --dap ADDR        pass everything through to a running "dlv dap"
  --verbose         log to standard error what is done, not only what went wrong
  --version         print the version
  --help            print this text
`;

/** Reads the arguments after the program's name. */
export function parseCommandLine(args: readonly string[]): Command {
  const [option, value, ...rest] = args
    .filter((argument) => argument !== '--verbose')
    .flatMap((argument) => (/^--\w+=/.test(argument) ? splitOnce(argument) : [argument]));
  if (option === undefined) return { kind: 'stdio' };
  if (rest.length > 0) return { kind: 'wrong', reason: `too many arguments: ${rest.join(' ')}` };
  switch (option) {
    case '--listen':
    case '--dap': {
      const address = parseAddress(value ?? '');
      const kind = option === '--listen' ? 'listen' : 'pass-through';
      return address ? { kind, address } : { kind: 'wrong', reason: `${option} needs host:port` };
    }
    case '--supervise':
      return { kind: 'supervise' };
    case '--help':
    case '-h':
      return { kind: 'help' };
    case '--version':
      return { kind: 'version' };
    default:
      return { kind: 'wrong', reason: `unknown argument ${option}` };
  }
}

function splitOnce(argument: string): string[] {
  const at = argument.indexOf('=');
  return [argument.slice(0, at), argument.slice(at + 1)];
}
