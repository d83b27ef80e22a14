/** Parameters of an address, read as FastAPI reads them. Pure. */
import { missing, refuseFindings, type Finding } from './refusal.ts';

export interface Parameter {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number';
  /** Undefined for a text that must be there; null for one that may be absent. */
  readonly default?: number | null;
}

/** The values of a request; those that are absent have their default. */
export interface Query {
  text(name: string): string | undefined;
  number(name: string): number;
}

/** A text that must be there, then texts that may be. */
export function texts(needed: string, ...others: readonly string[]): Parameter[] {
  return [
    { name: needed, type: 'string' },
    ...others.map((name): Parameter => ({ name, type: 'string', default: null })),
  ];
}

export const integer = (name: string, value: number): Parameter => ({
  name,
  type: 'integer',
  default: value,
});
/** How many codes, and from which probability on; with the defaults of the real API. */
export const counts = (name: string, count = 5): Parameter[] => [
  integer(name, count),
  { name: 'prob_min', type: 'number', default: 0.01 },
];

/** Reads them; what is not declared is ignored. @throws Refusal 422 with everything that is wrong */
export function readQuery(declared: readonly Parameter[], given: URLSearchParams): Query {
  const found = new Map<string, string | number>();
  const findings = declared.flatMap((parameter): Finding[] => {
    const { name, type } = parameter;
    // Of several FastAPI takes the last.
    const value = given.getAll(name).at(-1);
    if (value === undefined) {
      if (parameter.default === undefined) return [missing(['query', name], null)];
      if (parameter.default !== null) found.set(name, parameter.default);
      return [];
    }
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (type === 'integer' && !Number.isInteger(number)) return [noNumber(name, value, 'int', 'integer')];
    if (type === 'number' && Number.isNaN(number)) return [noNumber(name, value, 'float', 'number')];
    found.set(name, type === 'string' ? value : number);
    return [];
  });
  refuseFindings(findings);
  return {
    text: (name) => found.get(name)?.toString(),
    number: (name) => Number(found.get(name)),
  };
}

function noNumber(name: string, input: string, type: 'int' | 'float', word: string): Finding {
  const msg = `Input should be a valid ${word}, unable to parse string as ${word === 'integer' ? 'an' : 'a'} ${word}`;
  return { type: `${type}_parsing`, loc: ['query', name], msg, input };
}
