import { html, render } from 'lit';
import { KEY_LIST } from './input.ts';

/** The list behind F1: a modal dialog, so the editor keeps its focus rules and Esc closes it. */
export class KeysList {
  readonly #dialog: HTMLDialogElement;

  constructor(parent: HTMLElement) {
    this.#dialog = document.createElement('dialog');
    this.#dialog.className = 'keys';
    this.#dialog.setAttribute('aria-label', 'Keys');
    parent.append(this.#dialog);
    this.#dialog.addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'F1') this.#dialog.close();
    });
  }

  show(): void {
    render(
      KEY_LIST.map(
        ([title, keys]) =>
          html`<section>
            <h2 class="sec-h">${title}</h2>
            ${keys.map(
              ([key, meaning]) =>
                html`<div class="key-row">
                  <span class="kbd">${key}</span><span>${meaning}</span>
                </div>`,
            )}
          </section>`,
      ),
      this.#dialog,
    );
    this.#dialog.showModal();
  }
}
