import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { sentence } from './problems-note.ts';

/** Nothing can be shown: what failed, then what to do. The name is said once, whether the message has it or not. */
export function failure(name: string, message: string, retry: () => void): TemplateResult {
  const [what, advice] = parts(name, message);
  return html`<div class="empty" role="alert">
    <p><b>${what}</b></p>
    ${advice === '' ? nothing : html`<p>${advice}</p>`}
    <button class="btn" @click=${retry}>Retry</button>
  </div>`;
}

/** The sentence that names the file, and what comes behind it. */
export function parts(name: string, message: string): readonly [what: string, advice: string] {
  if (!message.startsWith(name)) return [`${name} cannot be shown`, sentence(message)];
  const rest = message.slice(name.length);
  const end = /[.] (?=[A-Z])/.exec(rest)?.index ?? rest.length;
  return [`${name}${rest.slice(0, end).replace(/[.]$/, '')}`, rest.slice(end + 1).trim()];
}
