import { assertNever } from '../base/assert.ts';
import { UserError } from '../base/user-error.ts';
import { parseCommandLine, USAGE } from './command-line.ts';
import { goroutinesCommand } from './goroutines-command.ts';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Terminal } from './terminal.ts';
import { profileCommand } from './profile-command.ts';
import { traceCommand } from './trace-command.ts';
import { tracePprofCommand } from './trace-pprof-command.ts';

/** Runs a command line (without the program) and resolves to the exit status. */
export async function run(
  args: readonly string[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  const command = parseCommandLine(args);
  try {
    switch (command.kind) {
      case 'profile':
        return await profileCommand(command.options, terminal);
      case 'goroutines':
        return await goroutinesCommand(command.options, terminal);
      case 'trace':
        return await traceCommand(command.options, terminal);
      case 'trace-pprof':
        return await tracePprofCommand(command.options, terminal);
      case 'help':
        await terminal.write(USAGE);
        return EXIT_OK;
      case 'version':
        await terminal.write(`delvescope ${version}\n`);
        return EXIT_OK;
      case 'usage-error':
        terminal.complain(`delvescope: ${command.message}\n\n${USAGE.trimEnd()}`);
        return EXIT_USAGE;
      default:
        return assertNever(command);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.complain(`delvescope: ${error.message}`);
    return EXIT_FAILED;
  }
}
