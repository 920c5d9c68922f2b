import { dirname, join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { AnalysisServer } from './analysis-server.ts';
import type { ThreadFiles } from './trace/read-parts.ts';

/** This module's file: the bundle in the package, the source in tests. The module of threads lies beside it. */
const file = process.argv[1] ?? '';
const folder = dirname(file);
const files: ThreadFiles = file.endsWith('.ts')
  ? {
      threadFile: join(folder, 'trace/trace-thread.ts'),
      kernelFile: join(folder, '../../dist/trace-kernel.wasm'),
    }
  : {
      threadFile: join(folder, 'trace-thread.cjs'),
      kernelFile: join(folder, 'trace-kernel.wasm'),
    };

/** The analysis server: forked by the extension, speaks LSP over IPC. */
new AnalysisServer(createConnection(ProposedFeatures.all), files).listen();
