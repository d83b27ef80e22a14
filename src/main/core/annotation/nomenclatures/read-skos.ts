/** SKOS with the notes of XKOS, as INSEE (Turtle, RDF/XML) and Eurostat (RDF/XML) publish NAF and NACE. */
import type { Notes, Words } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { NoteName } from './columns.ts';
import { cleanText } from './language.ts';
import { rdf, skos, type Statement, type Statements } from './rdf.ts';
import { problem, unread, type Entry, type Language, type Read } from './reading.ts';

const notePredicates: Readonly<Record<string, NoteName>> = {
  scopeNote: 'includes',
  coreContentNote: 'includes',
  inclusionNote: 'includes',
  additionalContentNote: 'includesAlso',
  exclusionNote: 'excludes',
  caseLaw: 'rule',
  implementationRule: 'rule',
};

/** Reads concepts with notation, labels, broader and notes; a note may be text or a resource that holds text. */
export function readSkos({ statements, findings }: Statements): Read {
  if (findings.length > 0) return unread(...findings);
  const bySubject = Map.groupBy(statements, ({ subject }) => subject);
  const isA = (said: readonly Statement[], type: string) =>
    said.some(
      ({ predicate, object }) =>
        predicate === `${rdf}type` && 'address' in object && object.address === skos + type,
    );
  const concepts = [...bySubject].filter(
    ([, said]) => isA(said, 'Concept') || said.some(({ predicate }) => predicate === `${skos}notation`),
  );
  if (concepts.length === 0) return unread(problem('empty', 'skos:Concept', { line: 1 }));
  const notations = new Map(concepts.map(([subject, said]) => [subject, textOf(said, 'notation')]));
  // Some say what is above, some what is below.
  const broader = new Map<string, string>();
  for (const { subject, predicate, object } of statements) {
    if (!('address' in object)) continue;
    if (/[#/](broader|broaderTransitive|isPartOf)$/.test(predicate) && !broader.has(subject))
      broader.set(subject, object.address);
    else if (predicate === `${skos}narrower` && !broader.has(object.address))
      broader.set(object.address, subject);
  }
  const missing: Read['findings'] = [];
  const entries = concepts.flatMap(([subject, said]): Entry[] => {
    const code = notations.get(subject);
    if (code === undefined) {
      missing.push(problem('no-code', subject, said[0]?.place));
      return [];
    }
    const parent = notations.get(broader.get(subject) ?? '');
    const synonyms = textsOf(said, 'altLabel').map(({ text }) => text);
    const notes = notesOf(said, bySubject);
    return [{ code, parent, titles: labelsOf(said, 'prefLabel'), synonyms, notes, place: said[0]?.place }];
  });
  const scheme = [...bySubject.values()].find((said) => isA(said, 'ConceptScheme'));
  const titles = scheme && labelsOf(scheme, 'prefLabel');
  return {
    found: { kind: 'entries', entries, ...(titles && Object.keys(titles).length > 0 && { titles }) },
    findings: missing,
  };
}

function textsOf(said: readonly Statement[], local: string) {
  return said.flatMap(({ predicate, object }) =>
    predicate.endsWith(`#${local}`) && 'text' in object ? [object] : [],
  );
}

function textOf(said: readonly Statement[], local: string): string | undefined {
  return textsOf(said, local)[0]?.text.trim() || undefined;
}

function labelsOf(said: readonly Statement[], local: string): Words {
  const words: Words = {};
  for (const { text, language } of textsOf(said, local)) {
    const known = languageOf(language);
    if (known) words[known] ??= cleanText(text);
  }
  return words;
}

/** Text without a language is taken for French, the language of the files that lack it (INSEE). */
function languageOf(tag: string): Language | undefined {
  const [bare = ''] = tag.toLowerCase().split('-');
  if (bare === '') return 'fr';
  return bare === 'fr' || bare === 'en' ? bare : undefined;
}

function notesOf(
  said: readonly Statement[],
  bySubject: ReadonlyMap<string, readonly Statement[]>,
): Partial<Record<Language, Notes>> | undefined {
  const notes: Partial<Record<Language, Notes>> = {};
  for (const { predicate, object } of said) {
    const name = notePredicates[/[^#/]+$/.exec(predicate)?.[0] ?? ''];
    if (name === undefined) continue;
    for (const { text, language } of 'text' in object
      ? [object]
      : heldBy(bySubject.get(object.address) ?? [])) {
      const known = languageOf(language);
      if (!known) continue;
      const before = notes[known]?.[name];
      notes[known] = { ...notes[known], [name]: before ? `${before}\n${cleanText(text)}` : cleanText(text) };
    }
  }
  return Object.keys(notes).length > 0 ? notes : undefined;
}

/** The text of a note that is a resource: its value, or plain text. Its language may be said apart. */
function heldBy(said: readonly Statement[]) {
  const texts = said.flatMap(({ predicate, object }) =>
    /(value|plainText|noteLiteral)$/.test(predicate) && 'text' in object ? [object] : [],
  );
  const apart =
    textsOf(said, 'language')[0]?.text ??
    said.find(({ predicate }) => predicate.endsWith('/language'))?.object;
  const language = typeof apart === 'string' ? apart : apart && 'text' in apart ? apart.text : '';
  return texts
    .slice(0, 1)
    .map(({ text, language: own }) => ({ text: text.replace(/<[^>]+>/g, ' '), language: own || language }));
}
