import type { Interceptor } from '../session-context.ts';
import { breakpointLocations } from './breakpoint-locations.ts';
import { breakpointView, breakpoints, trackGoroutine } from './breakpoints.ts';
import { completions } from './completions.ts';
import { chooseDisconnect } from './choose-disconnect.ts';
import { configurationDone } from './configuration-done.ts';
import { disconnect } from './disconnect.ts';
import { dataBreakpointInfo, setDataBreakpoints } from './data-breakpoints.ts';
import { exceptionInfo, setExceptionBreakpoints } from './exception-breakpoints.ts';
import { evaluate } from './evaluate.ts';
import { expressions } from './expressions.ts';
import { goroutineCompletions } from './goroutine-completions.ts';
import { goroutineView } from './goroutine-view.ts';
import { jumping } from './goto.ts';
import { initialize } from './initialize.ts';
import { loadedSources, source } from './loaded-sources.ts';
import { pathDoctor } from './path-doctor.ts';
import { pause } from './pause.ts';
import { readAllGoroutines } from './read-all-goroutines.ts';
import { resolveSource } from './resolve-source.ts';
import { programArguments, restart } from './restart.ts';
import { resume } from './resume.ts';
import { scopesWatch } from './scopes.ts';
import { selectGoroutine } from './select-goroutine.ts';
import { setExpression } from './set-expression.ts';
import { setVariable } from './set-variable.ts';
import { stackTrace } from './stack-trace.ts';
import { snapshotGoroutines } from './snapshot-goroutines.ts';
import { start } from './start.ts';
import { stepInTargets } from './step-in-targets.ts';
import { goOn, keepStep, step } from './step.ts';
import { stopReadingGoroutines } from './stop-reading-goroutines.ts';
import { threads } from './threads.ts';
import { usageBreakpoints, variables } from './usage-breakpoints.ts';
import { coreDumps } from './write-core.ts';

/** Everything that is not passed through unchanged; made anew for each session. */
export function allInterceptors(): readonly Interceptor[] {
  return [
    initialize,
    start,
    configurationDone,
    chooseDisconnect,
    coreDumps(),
    disconnect,
    restart,
    programArguments,
    resume,
    step,
    goOn,
    keepStep,
    stepInTargets,
    ...jumping(),
    completions,
    breakpointLocations,
    setExpression,
    loadedSources,
    source,
    stackTrace,
    setExceptionBreakpoints,
    dataBreakpointInfo,
    setDataBreakpoints,
    exceptionInfo,
    usageBreakpoints,
    variables,
    pause,
    evaluate,
    setVariable,
    breakpoints,
    breakpointView,
    trackGoroutine,
    threads,
    scopesWatch,
    goroutineView,
    expressions(),
    selectGoroutine,
    readAllGoroutines,
    stopReadingGoroutines,
    snapshotGoroutines,
    goroutineCompletions,
    resolveSource,
    pathDoctor,
  ];
}
