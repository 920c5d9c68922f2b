/** `npm run setup`: the debugger that the tests need, for those who run single suites without `npm start` or `npm test` before. */
import { ensureDelve } from './tools/delve.ts';

console.log(`The tests use ${await ensureDelve()}.`);
