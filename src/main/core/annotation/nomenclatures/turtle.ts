/** Turtle (W3C, RDF 1.1 Turtle), read by n3. */
import { Parser } from 'n3';
import { mostCodes, problem } from './reading.ts';
import type { Statement, Statements } from './rdf.ts';

/** Reads all statements; the first thing that is no Turtle is named with its line. */
export function readTurtle(text: string): Statements {
  const statements: Statement[] = [];
  try {
    for (const { subject, predicate, object } of new Parser({ baseIRI: 'urn:file:' }).parse(text)) {
      if (statements.length > mostCodes * 10)
        return { statements: [], findings: [problem('unreadable', 'Too many statements')] };
      const node = ({ termType, value }: { termType: string; value: string }) =>
        termType === 'BlankNode' ? `_:${value}` : value;
      statements.push({
        subject: node(subject),
        predicate: predicate.value,
        object:
          object.termType === 'Literal'
            ? { text: object.value, language: object.language }
            : { address: node(object) },
      });
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : 'turtle';
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    return { statements: [], findings: [problem('unreadable', message.slice(0, 200), { line })] };
  }
  return { statements, findings: [] };
}
