/** Where an opened service keeps cookies and settings: apart from every other service and from the app. */
import { createHash } from 'node:crypto';

const prefixOf = (platform: string) =>
  `service-${createHash('sha256').update(platform).digest('hex').slice(0, 12)}-`;

/** The session partition of one service of one platform; a platform's name may hold any character, so it is hashed. */
export function partitionOf(platform: string, service: string): string {
  return `persist:${prefixOf(platform)}${service}`;
}

/** Those of the folder names below `Partitions` that belong to a platform, as partitions. */
export function partitionsOf(platform: string, folders: readonly string[]): string[] {
  return folders.filter((name) => name.startsWith(prefixOf(platform))).map((name) => `persist:${name}`);
}
