import { defineConfig } from 'vitest/config';
import { toolEnvironment } from './scripts/tools/folders.ts';

const SCRATCH = 'test/support/scratch-folder.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          globalSetup: SCRATCH,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: SCRATCH,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // The dlv that `npm run setup` fetches, when the machine has none.
          env: { PATH: toolEnvironment()['PATH'] ?? '' },
          // Real debuggers and builds share two cores: one file after the other.
          fileParallelism: false,
          // The workbench runs beside them.
          retry: 1,
        },
      },
    ],
  },
});
