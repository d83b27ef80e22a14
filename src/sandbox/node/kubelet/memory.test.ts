import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createMemoryGuard } from './memory.ts';

const holding = (megabytes: number) =>
  `const held = Buffer.alloc(${megabytes} * 2 ** 20, 1); console.log(held.length); setInterval(() => held[0], 1000)`;

test.skipIf(process.platform === 'win32')(
  'a group is judged by all its processes together, and one below its limit is left alone',
  async () => {
    const guard = createMemoryGuard();
    const start = (script: string) =>
      spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const modest = start(holding(10));
    // The memory is held by a child of the group, begun after the guard looked for the first time.
    const parent = start(
      `setTimeout(() => require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(holding(300))}], { stdio: 'inherit' }), 1200); setInterval(() => 0, 1000)`,
    );
    try {
      let modestExceeded = false;
      guard.watch(modest.pid!, 200 * 2 ** 20, () => (modestExceeded = true));
      await new Promise<void>((resolve) => guard.watch(parent.pid!, 250 * 2 ** 20, resolve));
      expect(modestExceeded).toBe(false);
    } finally {
      guard.stop();
      for (const each of [modest, parent]) {
        const ended = once(each, 'exit');
        process.kill(-each.pid!, 'SIGKILL');
        await ended;
      }
    }
  },
);
