/** Builds the renderer when its sources are newer than what was built last. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';

const built = path.join(root, 'dist', 'renderer', 'index.html');

/** True when there is a build and nothing that goes into it changed since. */
export function isBuilt(): boolean {
  if (!existsSync(built)) return false;
  const at = statSync(built).mtimeMs;
  return ['src/renderer', 'src/shared', 'package-lock.json'].every(
    (part) => newest(path.join(root, part)) <= at,
  );
}

/** Builds `dist/renderer`; throws with Vite's own words when the sources do not build. */
export async function buildRenderer(): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'src/renderer/vite.config.ts'), logLevel: 'warn' });
}

function newest(place: string): number {
  const stats = statSync(place);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(place).map((name) => newest(path.join(place, name))));
}
