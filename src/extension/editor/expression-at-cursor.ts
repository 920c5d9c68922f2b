import * as vscode from 'vscode';

/** A name with what is selected from it: `o.Customer.Name`. */
const SELECTOR = /[A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)*/;

/** The selected text, else the name under the cursor up to there; empty when there is none. */
export function expressionAtCursor(): string {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return '';
  const { document, selection } = editor;
  if (!selection.isEmpty && selection.isSingleLine) return document.getText(selection).trim();
  const range = document.getWordRangeAtPosition(selection.active, SELECTOR);
  if (!range) return '';
  const word = document.getWordRangeAtPosition(selection.active);
  return document.getText(word ? range.with({ end: word.end }) : range);
}
