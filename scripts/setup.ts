/** `npm run setup`: the debugger and the ssh server that the tests need, for those who run single suites without `npm start` or `npm test` before. */
import { ensureDelve } from './tools/delve.ts';
import { ensureSshd } from './tools/sshd.ts';

console.log(`The tests use ${await ensureDelve()}.`);
// The tests of tunnels run on Linux.
if (process.platform === 'linux') await ensureSshd();
