import os from 'node:os';
import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** A small file that takes minutes: begun last, as small ones are, one worker would wait for the other. */
const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith('/screens.test.ts');

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The sandboxes of all tests learn their sample model once.
    env: { SARDONYX_SANDBOX_CACHE: path.join(os.tmpdir(), 'sardonyx-sandbox-cache') },
    pool: 'forks',
    // Much of a test is waiting for servers: one worker more than the two cores of the smallest machine.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // A run for landing tries a failed test once more; a person's run does not.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
