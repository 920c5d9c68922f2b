import '../shared/ds.css';
import './style.css';
import { render } from 'lit';
import type { FromPathDoctor, ToPathDoctor } from '../../src/protocol/webview-paths.ts';
import { connect } from '../shared/vscode-api.ts';
import { page } from './view.ts';

const api = connect<ToPathDoctor, FromPathDoctor, never>();

api.onMessage((message) => render(page(message, api.post), document.body));
api.post({ kind: 'ready' });
