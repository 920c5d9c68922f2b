import '../shared/ds.css';
import './style.css';
import type {
  FromGoroutinePanel,
  ToGoroutinePanel,
} from '../../src/protocol/webview-goroutines.ts';
import { connect } from '../shared/vscode-api.ts';
import type { SavedState } from './model.ts';
import { Panel } from './panel.ts';

new Panel(connect<ToGoroutinePanel, FromGoroutinePanel, SavedState>(), document.body).start();
