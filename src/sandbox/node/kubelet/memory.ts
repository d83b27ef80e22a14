/** The kernel's part in memory limits: whoever holds more than the limit is killed. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const pageSize = 4096;
const period = 500;

export interface MemoryGuard {
  /** Watches a process group until the returned function is called; `exceeded` is called once. Limit in bytes. */
  watch(group: number, limit: number, exceeded: () => void): () => void;
  stop(): void;
}

/** Watches the resident memory of process groups twice a second (Linux, macOS; on Windows no limit holds). */
export function createMemoryGuard(): MemoryGuard {
  const watched = new Map<number, { limit: number; exceeded: () => void }>();
  // Reading every process of the machine each time costs a few percent of a core: those of others are passed over.
  const foreign = new Map<string, 'once' | 'twice'>();
  let timer: NodeJS.Timeout | undefined;

  async function look() {
    const held = process.platform === 'linux' ? readFromProc() : await readFromCommand();
    for (const [group, { limit, exceeded }] of watched) {
      if ((held.get(group) ?? 0) <= limit) continue;
      watched.delete(group);
      exceeded();
    }
    timer = watched.size > 0 ? setTimeout(look, period).unref() : undefined;
  }

  /** From /proc/<pid>/stat (proc(5): field 5 is the group, 24 the resident pages). */
  function readFromProc(): Map<number, number> {
    const held = new Map<number, number>();
    const pids = new Set(readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)));
    for (const pid of foreign.keys()) if (!pids.has(pid)) foreign.delete(pid);
    for (const pid of pids) {
      if (foreign.get(pid) === 'twice') continue;
      const stat = readStat(pid);
      // The program's name may hold spaces and brackets: fields are counted after its last bracket.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const group = Number(fields[2]);
      if (watched.has(group)) held.set(group, (held.get(group) ?? 0) + Number(fields[21]) * pageSize);
      // Seen only once it may be about to take its place in a group.
      else foreign.set(pid, foreign.has(pid) ? 'twice' : 'once');
    }
    return held;
  }

  return {
    watch(group, limit, exceeded) {
      if (process.platform === 'win32') return () => undefined;
      watched.set(group, { limit, exceeded });
      foreign.clear();
      timer ??= setTimeout(look, period).unref();
      return () => watched.delete(group);
    },
    stop() {
      watched.clear();
      clearTimeout(timer);
    },
  };
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Ended meanwhile.
    return '';
  }
}

/** Resident bytes by process group from `ps`, where there is no /proc. */
async function readFromCommand(): Promise<Map<number, number>> {
  const held = new Map<number, number>();
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pgid=,rss=']).catch(() => ({ stdout: '' }));
  for (const line of stdout.split('\n')) {
    const [group, kilobytes] = line.trim().split(/\s+/).map(Number);
    if (group) held.set(group, (held.get(group) ?? 0) + (kilobytes ?? 0) * 1024);
  }
  return held;
}
