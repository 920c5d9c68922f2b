import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { AnalysisServer } from './analysis-server.ts';

/** The analysis server: forked by the extension, speaks LSP over IPC. */
new AnalysisServer(createConnection(ProposedFeatures.all)).listen();
