import { dirname, join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { AnalysisServer } from './analysis-server.ts';
import type { ServerThreads } from './analysis-server.ts';

/** This module's file: the bundle in the package, the source in tests. The modules of threads lie beside it. */
const file = process.argv[1] ?? '';
const folder = dirname(file);
const threads: ServerThreads = file.endsWith('.ts')
  ? {
      trace: {
        threadFile: join(folder, 'trace/trace-thread.ts'),
        kernelFile: join(folder, '../../dist/trace-kernel.wasm'),
      },
      profile: join(folder, 'profile-thread.ts'),
      layout: join(folder, 'graph/layout-thread.ts'),
    }
  : {
      trace: {
        threadFile: join(folder, 'trace-thread.cjs'),
        kernelFile: join(folder, 'trace-kernel.wasm'),
      },
      profile: join(folder, 'profile-thread.cjs'),
      layout: join(folder, 'layout-thread.cjs'),
    };

/** The analysis server: forked by the extension, speaks LSP over IPC. */
new AnalysisServer(createConnection(ProposedFeatures.all), threads).listen();
