/** Statements of RDF, whichever way they were written. */
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { Place } from './reading.ts';

export interface Statement {
  /** Address, or `_:` and a name. */
  readonly subject: string;
  readonly predicate: string;
  readonly object: { readonly address: string } | { readonly text: string; readonly language: string };
  readonly place?: Place | undefined;
}

export interface Statements {
  readonly statements: readonly Statement[];
  readonly findings: readonly Finding[];
}

export const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const skos = 'http://www.w3.org/2004/02/skos/core#';
