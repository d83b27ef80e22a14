/** What is wrong in a source: the same thing in many rows is one finding with their number. Pure. */
import type { SourceFinding } from '../../../../shared/contract/annotation/campaigns.ts';

export type FindingKind = SourceFinding['kind'];

/** Findings that a person is shown; `inAll` says how many there are. */
const most = 200;

export class Findings {
  readonly #found = new Map<string, SourceFinding>();
  #inAll = 0;

  /** Rows that have the same thing are counted in one finding, with the place of the first. */
  count(kind: FindingKind, name: string, rows: number, lineOfFirst?: () => number | undefined): void {
    const key = `${kind} ${name}`;
    const before = this.#found.get(key);
    if (before) {
      this.#found.set(key, { ...before, rows: (before.rows ?? 0) + rows });
      return;
    }
    const line = lineOfFirst?.();
    this.#inAll += 1;
    this.#found.set(key, { severity: 'warning', kind, name, ...(line !== undefined && { line }), rows });
  }

  /** Something of its own, with its place; a warning unless it is said to be an error. */
  add(finding: Omit<SourceFinding, 'severity'> & { severity?: SourceFinding['severity'] }): void {
    this.#inAll += 1;
    if (this.#found.size >= most) return;
    this.#found.set(`${this.#inAll}`, { severity: 'warning', ...finding });
  }

  get inAll(): number {
    return this.#inAll;
  }

  get hasErrors(): boolean {
    return [...this.#found.values()].some(({ severity }) => severity === 'error');
  }

  /** Errors first. */
  list(): SourceFinding[] {
    const rank = ({ severity }: SourceFinding) => (severity === 'error' ? 0 : 1);
    return [...this.#found.values()].sort((one, other) => rank(one) - rank(other)).slice(0, most);
  }
}

/** Ends the reading of a file: what comes after cannot be trusted. */
export class SourceFault extends Error {
  readonly kind: FindingKind;
  readonly at: { readonly line?: number; readonly column?: number };

  constructor(kind: FindingKind, message: string, at: { line?: number; column?: number } = {}) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}
