/** Names of releases, as Kubernetes and Helm accept them. */
import { randomInt } from 'node:crypto';

/** Longest name that Helm accepts for a release. */
const longest = 53;

/** A name for a new release: the chart's and a number up to 999,999, as Onyxia makes it. */
export function newReleaseName(chart: string): string {
  const suffix = `-${randomInt(1_000_000)}`;
  const base = chart
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, longest - suffix.length)
    .replace(/-+$/, '');
  return `${base || 'service'}${suffix}`;
}
