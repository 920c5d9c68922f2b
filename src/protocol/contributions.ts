/** Every id that package.json and the code share. A test compares both; forgetting one side fails it. */

export const DEBUG_TYPE = 'delvescope';

export const command = {
  attachToDlv: 'delvescope.attachToDlv',
  disconnect: 'delvescope.disconnect',
  writeCore: 'delvescope.writeCore',
  pickProcess: 'delvescope.pickProcess',
  openGoroutineDump: 'delvescope.openGoroutineDump',
  openGoroutineDumpFromClipboard: 'delvescope.openGoroutineDumpFromClipboard',
  refreshGoroutines: 'delvescope.refreshGoroutines',
  closeGoroutineDump: 'delvescope.closeGoroutineDump',
  openProfile: 'delvescope.openProfile',
  openTrace: 'delvescope.openTrace',
  compareProfiles: 'delvescope.compareProfiles',
  openMerged: 'delvescope.openMerged',
  compareWithPrevious: 'delvescope.compareWithPrevious',
  showInFlameGraph: 'delvescope.showInFlameGraph',
  chooseHotLine: 'delvescope.chooseHotLine',
  openHotLine: 'delvescope.openHotLine',
  breakAtHotLine: 'delvescope.breakAtHotLine',
  nextHotLine: 'delvescope.nextHotLine',
  previousHotLine: 'delvescope.previousHotLine',
  showInTrace: 'delvescope.showInTrace',
  toggleFigures: 'delvescope.toggleFigures',
  capture: 'delvescope.capture',
  captureAccess: 'delvescope.captureAccess',
  captureContinuously: 'delvescope.captureContinuously',
  stopCapturing: 'delvescope.stopCapturing',
  profileTest: 'delvescope.profileTest',
  compareRevisions: 'delvescope.compareRevisions',
  openCapture: 'delvescope.openCapture',
  pathDoctor: 'delvescope.pathDoctor',
  installDlv: 'delvescope.installDlv',
  showLog: 'delvescope.showLog',
  trackGoroutine: 'delvescope.trackGoroutine',
  breakInGoroutine: 'delvescope.breakInGoroutine',
  breakAtLineInGoroutine: 'delvescope.breakAtLineInGoroutine',
  showBreakpoint: 'delvescope.showBreakpoint',
  addExpression: 'delvescope.addExpression',
  keepStepInGoroutine: 'delvescope.keepStepInGoroutine',
  restartWithArguments: 'delvescope.restartWithArguments',
  breakOnChannelUse: 'delvescope.breakOnChannelUse',
  breakOnMutexUse: 'delvescope.breakOnMutexUse',
  removeUsageBreakpoints: 'delvescope.removeUsageBreakpoints',
} as const;

export const view = {
  container: 'delvescope',
  goroutines: 'delvescope.goroutines',
  breakpointContainer: 'delvescopeBreakpoints',
  breakpoints: 'delvescope.breakpoints',
  captures: 'delvescope.captures',
  hotLines: 'delvescope.hotLines',
} as const;

export const customEditor = {
  profile: 'delvescope.profile',
  trace: 'delvescope.traceEditor',
} as const;

/** Views that are opened by commands alone. */
export const webviewPanel = {
  comparison: 'delvescope.comparison',
  merged: 'delvescope.merged',
} as const;

export const setting = {
  dlvPath: 'delvescope.dlvPath',
  goPath: 'delvescope.goPath',
  substitutePath: 'delvescope.substitutePath',
  testLenses: 'delvescope.testLenses',
  captureFolder: 'delvescope.capture.folder',
  profileFigures: 'delvescope.profile.figures',
  profileHeat: 'delvescope.profile.heat',
  profileLineEnds: 'delvescope.profile.figuresAtLineEnds',
  trace: 'delvescope.trace',
  keepStepInGoroutine: 'delvescope.keepStepInGoroutine',
} as const;

export const contextKey = {
  dumpOpen: 'delvescope.dumpOpen',
  figuresAvailable: 'delvescope.figuresAvailable',
} as const;
