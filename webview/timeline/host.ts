import type { Asker } from './asker.ts';
import type { PageState } from './model.ts';
import type { Viewport } from './viewport.ts';

/** The page, as far as its parts use it. */
export interface PageHost {
  readonly asker: Asker;
  state(): PageState;
  /** What is drawn and asked follows. */
  update(state: PageState): void;
  setViewport(viewport: Viewport): void;
}
