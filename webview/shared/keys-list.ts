import { html, render } from 'lit';

/** Sections of keys and what they do. */
export type KeySections = readonly (readonly [
  title: string,
  keys: readonly (readonly [key: string, meaning: string])[],
])[];

/** The list behind F1: a modal dialog, so the editor keeps its focus rules and Esc closes it. */
export class KeysList {
  readonly #sections: KeySections;
  readonly #dialog = document.createElement('dialog');

  constructor(parent: HTMLElement, sections: KeySections) {
    this.#sections = sections;
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
      this.#sections.map(
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
