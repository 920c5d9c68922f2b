import '../shared/ds.css';
import './style.css';
import './views.css';
import type { FromProfilePage, ToProfilePage } from '../../src/protocol/webview-profile.ts';
import { Theme } from '../shared/theme.ts';
import { connect } from '../shared/vscode-api.ts';
import { PageController } from './page-controller.ts';
import type { SavedState } from './saved-state.ts';

const api = connect<ToProfilePage, FromProfilePage, SavedState>();
const controller = new PageController(api, new Theme(), document.body);
controller.start();
