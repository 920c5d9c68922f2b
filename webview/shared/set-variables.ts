import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { ElementPart } from 'lit/directive.js';

/** CSS custom properties and plain properties by name. */
export type StyleValues = Readonly<Record<string, string | number>>;

class SetVariables extends Directive {
  readonly #last = new Map<string, string>();

  render(_values: StyleValues): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [values]: [StyleValues]): typeof noChange {
    if (!(element instanceof HTMLElement)) return noChange;
    for (const [name, value] of Object.entries(values)) {
      const text = String(value);
      if (this.#last.get(name) === text) continue;
      this.#last.set(name, text);
      element.style.setProperty(name, text);
    }
    return noChange;
  }
}

/**
 * `<div ${setVariables({ '--s': 12 })}>` sets style values from script. Lit's own `styleMap` writes a style
 * attribute at first, which the pages' CSP refuses.
 */
export const setVariables = directive(SetVariables);
