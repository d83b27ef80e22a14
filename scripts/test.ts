/** `npm test`: unit tests, then the end-to-end suite; the last line counts both. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './root.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-test-'));
const unitReport = path.join(folder, 'unit.json');
const endToEndReport = path.join(folder, 'e2e.json');

function run(args: string[], environment: Record<string, string> = {}): boolean {
  const ended = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, ...environment },
  });
  return ended.status === 0;
}

function read(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Vitest's JSON report; a run that left none failed as a whole. */
function countUnit(report: unknown): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = (report ?? {}) as Record<
    string,
    number | boolean
  >;
  if (success === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = Number(numFailedTests);
  return {
    passed: Number(numPassedTests),
    failed: failed || (success ? 0 : 1),
    skipped: Number(numPendingTests) + Number(numTodoTests),
  };
}

/** Playwright's JSON report. */
function countEndToEnd(report: unknown): Count {
  const stats = (report as { stats?: Record<string, number> } | undefined)?.stats;
  if (!stats) return { passed: 0, failed: 1, skipped: 0 };
  return {
    passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0),
    failed: stats['unexpected'] ?? 0,
    skipped: stats['skipped'] ?? 0,
  };
}

const unitGreen = run([
  path.join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
]);
const endToEndGreen = run([path.join(root, 'scripts/end-to-end.ts')], {
  SARDONYX_E2E_REPORT: endToEndReport,
});
const [unit, endToEnd] = [countUnit(read(unitReport)), countEndToEnd(read(endToEndReport))];
rmSync(folder, { recursive: true });

const total: Count = {
  passed: unit.passed + endToEnd.passed,
  failed: unit.failed + endToEnd.failed,
  skipped: unit.skipped + endToEnd.skipped,
};
const mustNotSkip = process.env['SARDONYX_DATA'] !== undefined && process.env['SARDONYX_LAB'] !== undefined;
if (mustNotSkip && total.skipped > 0)
  process.stdout.write('Data and lab are here, so a skipped test is a failure.\n');
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(unitGreen && endToEndGreen && total.failed === 0 && !(mustNotSkip && total.skipped > 0) ? 0 : 1);
