import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder webviews may load from: bundled scripts, styles and the icon font; nothing of the workspace. */
export function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The page of a view: one script, one style, the icon font. Only these run: `default-src 'none'`, a nonce that
 * cannot be guessed, and no text of any data in the HTML.
 */
export function webviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: 'flame' | 'goroutines' | 'timeline' | 'expressions' | 'paths',
  title: string,
): string {
  const root = webviewRoot(extensionUri);
  const uri = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${uri('codicon.css')}">
<link rel="stylesheet" href="${uri(`${page}.css`)}">
<title>${title}</title>
</head>
<body>
<script nonce="${nonce}" src="${uri(`${page}.js`)}"></script>
</body>
</html>`;
}
