import '../shared/ds.css';
import './style.css';
import type {
  FromExpressionsPage,
  ToExpressionsPage,
} from '../../src/protocol/webview-expressions.ts';
import { connect } from '../shared/vscode-api.ts';
import { Page } from './page.ts';
import type { PageState } from './page.ts';

new Page(connect<ToExpressionsPage, FromExpressionsPage, PageState>(), document.body).start();
