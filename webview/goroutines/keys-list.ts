import { html, render } from 'lit';
import { FILTER_LIST, KEY_LIST } from './input.ts';

/** The list behind F1: keys and filter words in a modal dialog. */
export class KeysList {
  readonly #dialog = document.createElement('dialog');

  constructor(parent: HTMLElement) {
    this.#dialog.className = 'keys';
    this.#dialog.setAttribute('aria-label', 'Keys');
    parent.append(this.#dialog);
    this.#dialog.addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('keydown', (event) => event.stopPropagation());
  }

  show(): void {
    const line = ([key, meaning]: readonly [string, string]): unknown =>
      html`<div class="key-row"><span class="kbd">${key}</span><span>${meaning}</span></div>`;
    render(
      html`<h2 class="sec-h">Keys</h2>
        ${KEY_LIST.map(line)}
        <h2 class="sec-h">Filter</h2>
        ${FILTER_LIST.map(line)}`,
      this.#dialog,
    );
    this.#dialog.showModal();
  }
}
