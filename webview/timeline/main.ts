import '../shared/ds.css';
import './style.css';
import type { FromTimelinePage, ToTimelinePage } from '../../src/protocol/webview-timeline.ts';
import { Theme } from '../shared/theme.ts';
import { connect } from '../shared/vscode-api.ts';
import { Controller } from './controller.ts';
import type { SavedState } from './model.ts';

const api = connect<ToTimelinePage, FromTimelinePage, SavedState>();
new Controller(api, new Theme(), document.body).start();
