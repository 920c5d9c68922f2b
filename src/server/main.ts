import { dirname, join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { AnalysisServer } from './analysis-server.ts';

/** This module's file: the bundle in the package, the source in tests. The module of threads lies beside it. */
const file = process.argv[1] ?? '';
const threadName = file.endsWith('.ts') ? 'trace/trace-thread.ts' : 'trace-thread.cjs';

/** The analysis server: forked by the extension, speaks LSP over IPC. */
new AnalysisServer(
  createConnection(ProposedFeatures.all),
  join(dirname(file), threadName),
).listen();
