import type { Interceptor } from '../session-context.ts';
import { breakpoints } from './breakpoints.ts';
import { chooseDisconnect } from './choose-disconnect.ts';
import { configurationDone } from './configuration-done.ts';
import { disconnect } from './disconnect.ts';
import { evaluate } from './evaluate.ts';
import { expressions } from './expressions.ts';
import { goroutineView } from './goroutine-view.ts';
import { initialize } from './initialize.ts';
import { pause } from './pause.ts';
import { readAllGoroutines } from './read-all-goroutines.ts';
import { resolveSource } from './resolve-source.ts';
import { restart } from './restart.ts';
import { resume } from './resume.ts';
import { scopesWatch } from './scopes.ts';
import { selectGoroutine } from './select-goroutine.ts';
import { setVariable } from './set-variable.ts';
import { start } from './start.ts';
import { goOn, keepStep, step } from './step.ts';
import { threads } from './threads.ts';

/** Everything that is not passed through unchanged; made anew for each session. */
export function allInterceptors(): readonly Interceptor[] {
  return [
    initialize,
    start,
    configurationDone,
    chooseDisconnect,
    disconnect,
    restart,
    resume,
    step,
    goOn,
    keepStep,
    pause,
    evaluate,
    setVariable,
    breakpoints,
    threads,
    scopesWatch(),
    goroutineView,
    expressions(),
    selectGoroutine,
    readAllGoroutines,
    resolveSource,
  ];
}
